import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import { InputError } from '@backstage/errors';
import { Child, ChildCrash } from '../children';
import type { SynthesisReply, SynthesisRequest } from './protocol';

/** How long a synthesis may take; the largest platform takes a few seconds. */
const TIMEOUT_MS = 120_000;

/** The version of the format of plans; increase it with every change, so that plans of an older format are not read. */
const PLAN_FORMAT = '4';

/** How long an assembly is kept; a task that needs it after that synthesizes it again. */
const KEPT_MS = 24 * 3_600_000;

/** The result of a synthesis. */
export interface Synthesis {
  /** The folder of the cloud assembly. It is deleted after a day, and can be synthesized again. */
  readonly assembly: string;
  /** What a deployment of it consists of. */
  readonly plan: SynthesisPlan;
}

/** Settings of a {@link Synthesizer}. */
export interface SynthesizerOptions {
  /**
   * The folder that assemblies are written to.
   * @default - a temporary folder of this process
   */
  readonly directory?: string;
}

/**
 * Synthesizes rendered repositories in a child process, which stays warm for the next one.
 *
 * The code of a repository never runs in the portal's own process: it can neither block nor crash the portal, nor see its secrets.
 */
export class Synthesizer {
  readonly #directory: string;
  #child?: Child;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SynthesizerOptions = {}) {
    this.#directory =
      options.directory ?? join(tmpdir(), `agentinfra-${process.pid}`);
  }

  /** Starts the child process ahead of the first repository. */
  warmUp(): void {
    this.#ready();
  }

  /** Ends the child process. */
  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  /**
   * Synthesizes a repository, or reuses the result of an earlier synthesis of the same files.
   *
   * @param repository - the folder of the rendered repository
   * @param signal - cancels the synthesis, and ends the child process with it
   * @throws InputError if the repository's own code fails
   */
  async synthesize(
    repository: string,
    signal?: AbortSignal,
  ): Promise<Synthesis> {
    const key = await hashOfFiles(repository);
    const folder = join(this.#directory, key);
    const known = await readSynthesis(folder);
    if (known) {
      return known;
    }
    await mkdir(this.#directory, { recursive: true });
    await removeOld(this.#directory);
    const workshop = await mkdtemp(join(this.#directory, 'new-'));
    try {
      const request = { repository, ...filesOf(workshop) };
      await this.#inTurn(() => this.#ask(request, signal));
      await rename(workshop, folder).catch(ignoreExisting);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
    const synthesis = await readSynthesis(folder);
    if (!synthesis) {
      throw new Error(
        `The cloud assembly in ${folder} was deleted right after its synthesis: run this again`,
      );
    }
    return synthesis;
  }

  /** The child process does one repository at a time, because each needs a working directory. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** The child process, which may have ended since it was last used. */
  #ready(): Child {
    if (!this.#child?.alive) {
      this.#child = new Child('synthesis-child', { CDK_VALIDATION: 'false' });
    }
    return this.#child;
  }

  async #ask(request: SynthesisRequest, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const reply = await exchange(
      this.#ready(),
      request,
      signal ? AbortSignal.any([signal, timeout]) : timeout,
    ).catch(error => {
      this.close();
      throw timeout.aborted
        ? new Error(
            `The synthesis did not end within ${
              TIMEOUT_MS / 1000
            } seconds. Nothing was deployed: run this again when the portal is less busy.`,
          )
        : error;
    });
    if (reply.type === 'failed') {
      throw new InputError(
        `The CDK app cannot be synthesized:\n${reply.message}`,
      );
    }
  }
}

/** Sends a request and waits for its reply. */
async function exchange(
  child: Child,
  request: SynthesisRequest,
  signal: AbortSignal,
): Promise<SynthesisReply> {
  try {
    return await child.converse(async messages => {
      child.send(request);
      for await (const message of messages) {
        if (isReply(message)) {
          return message;
        }
      }
      throw new Error('The messages of the process ended');
    }, signal);
  } catch (error) {
    throw error instanceof ChildCrash
      ? new Error(
          `The process that synthesizes ${error.message} Nothing was deployed: run this again.`,
        )
      : error;
  }
}

/** Development tools that watch the process make it send messages of their own, too. */
function isReply(message: unknown): message is SynthesisReply {
  const { type } = message as Partial<SynthesisReply>;
  return type === 'done' || type === 'failed';
}

/** The key of a synthesis: a hash of the names and the contents of all files in a folder. */
async function hashOfFiles(root: string): Promise<string> {
  const hash = createHash('sha256').update(PLAN_FORMAT);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  const contents = await Promise.all(files.map(file => readFile(file)));
  files.forEach((file, index) => {
    const name = file.slice(root.length);
    hash.update(`${name.length}:${name}:${contents[index].length}:`);
    hash.update(contents[index]);
  });
  return hash.digest('hex').slice(0, 32);
}

/** Deletes assemblies that are so old that no task can still use them. */
async function removeOld(directory: string): Promise<void> {
  const oldest = Date.now() - KEPT_MS;
  for (const name of await readdir(directory)) {
    const folder = join(directory, name);
    // Another synthesis may have deleted it in the meantime.
    const found = await stat(folder).catch(() => undefined);
    if (found && found.mtimeMs < oldest) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The places of the assembly and of the plan in the folder of a synthesis. */
function filesOf(folder: string): { assembly: string; plan: string } {
  return {
    assembly: join(folder, 'assembly'),
    plan: join(folder, 'plan.json'),
  };
}

async function readSynthesis(folder: string): Promise<Synthesis | undefined> {
  const { assembly, plan } = filesOf(folder);
  try {
    return { assembly, plan: JSON.parse(await readFile(plan, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      // A power failure has left only half of it behind: it is synthesized again.
      await rm(folder, { recursive: true, force: true });
    } else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
    return undefined;
  }
}

/** Ignores that another process synthesized the same files in the meantime: its result is the same. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
    throw error;
  }
}
