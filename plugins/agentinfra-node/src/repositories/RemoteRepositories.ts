import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import { InputError } from '@backstage/errors';
import git, { Errors, type HttpClient } from 'isomorphic-git';
import nodeHttp from 'isomorphic-git/http/node';
import { checkHolds, checkOwn, checkUnchanged } from './checkOwn';
import type {
  Change,
  CommitResult,
  PlatformRepositories,
  PublishOptions,
  WriteFileOptions,
} from './PlatformRepositories';
import { BRANCH, commit, copyContent, replaceFile } from './workTree';

/** The timeout of a request, in milliseconds. */
const ANSWER_MS = 60_000;

/** An HTTP client for git with a timeout. */
const http: HttpClient = {
  request: request =>
    nodeHttp.request({ ...request, signal: AbortSignal.timeout(ANSWER_MS) }),
};

/** The address of a remote repository, and the credentials for it. */
export interface RemotePlace {
  /** The URL for browsers, such as `https://github.com/acme/shop`, which git uses as well. */
  readonly url: string;
  /** The user name that goes with the token, such as `x-access-token`. */
  readonly username: string;
  /** The token. */
  readonly password: string;
}

/** The repositories of platforms at git hosts. They are accessed with git's own protocol over HTTPS, which all hosts speak. */
export class RemoteRepositories implements PlatformRepositories {
  readonly #placeOf: (definition: Definition) => Promise<RemotePlace>;

  /** @param placeOf - finds the repository that the `repoUrl` of a definition names */
  constructor(placeOf: (definition: Definition) => Promise<RemotePlace>) {
    this.#placeOf = placeOf;
  }

  async checkFree(definition: Definition): Promise<boolean> {
    return this.#withClone(
      definition,
      checkOwn,
      async clone => clone !== undefined,
    );
  }

  async checkHolds(definition: Definition): Promise<void> {
    await this.#withClone(definition, checkHolds, async () => {});
  }

  async publish(options: PublishOptions): Promise<CommitResult> {
    return this.#change(options, checkOwn, async directory => {
      await copyContent(options.source, directory, options.keep ?? []);
      return commit(directory, options);
    });
  }

  async writeFile(options: WriteFileOptions): Promise<CommitResult> {
    const { path, text } = options;
    return this.#change(options, checkUnchanged, async directory => {
      await replaceFile(join(directory, path), text);
      return commit(directory, options, path);
    });
  }

  async #change(
    { definition }: Change,
    check: typeof checkOwn,
    work: (directory: string) => Promise<CommitResult>,
  ): Promise<CommitResult> {
    return this.#withClone(definition, check, async clone => {
      if (!clone) {
        throw new InputError(
          `repoUrl: there is no repository ${definition.repoUrl}. Make it first, as \`publish:github\` and \`publish:gitlab\` do.`,
        );
      }
      const result = await work(clone.dir);
      if (result.changed) {
        await clone.push();
      }
      return result;
    });
  }

  /** Checks a repository and works with a temporary clone of it; without one if the repository does not exist. */
  async #withClone<T>(
    definition: Definition,
    check: typeof checkOwn,
    work: (clone: Clone | undefined) => Promise<T>,
  ): Promise<T> {
    const place = await this.#placeOf(definition);
    const dir = await mkdtemp(join(tmpdir(), 'agentinfra-repository-'));
    try {
      const clone = await explained(place, () => cloneTo(dir, place));
      if (clone?.isBorn) {
        const words = { field: 'repoUrl', title: place.url } as const;
        await check(dir, definition, words);
      }
      return await work(clone);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
}

interface Clone {
  /** The work tree. */
  readonly dir: string;
  /** Whether it has a commit. */
  readonly isBorn: boolean;
  /** Pushes `main`; the host refuses it if the branch has moved on. */
  push(): Promise<void>;
}

/** Clones the last commit of a repository; undefined if there is no such repository. */
async function cloneTo(
  dir: string,
  place: RemotePlace,
): Promise<Clone | undefined> {
  const { username, password } = place;
  const remote = {
    http,
    url: `${place.url}.git`,
    onAuth: () => ({ username, password }),
    onAuthFailure: () => ({ cancel: true }),
  };
  let refs;
  try {
    refs = await git.listServerRefs({ ...remote, prefix: 'refs/heads/' });
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
  const isBorn = refs.length > 0;
  if (isBorn) {
    await git.clone({ fs, ...remote, dir, singleBranch: true, depth: 1 });
  } else {
    await git.init({ fs, dir, defaultBranch: BRANCH });
  }
  return {
    dir,
    isBorn,
    push: () =>
      explained(place, async () => {
        await git.push({ fs, ...remote, dir, ref: BRANCH, remoteRef: BRANCH });
      }),
  };
}

/** Accesses a host, and explains its errors. */
async function explained<T>(
  { url }: RemotePlace,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`repoUrl: ${describe(url, error)}`, { cause: error });
  }
}

function describe(url: string, error: unknown): string {
  const { host } = new URL(url);
  const status = statusOf(error);
  if (error instanceof Errors.UserCanceledError || status === 403) {
    return `${host} does not let the portal's token into ${url}. The token of the integration must be valid, and must be allowed to read and write that repository.`;
  }
  if (
    error instanceof Errors.GitPushError ||
    error instanceof Errors.PushRejectedError
  ) {
    return `${host} refuses the portal's push to ${BRANCH} of ${url}: ${error.message} Rules that protect the branch must let the portal's token push; if somebody else has just pushed, run this again.`;
  }
  const { name, message } = error as Error;
  const reason =
    name === 'AbortError'
      ? `no answer in ${ANSWER_MS / 1000} seconds`
      : message;
  return `${url} cannot be reached: ${reason}. Run this again when ${host} answers.`;
}

/** The HTTP status that a host answered with, if that is what went wrong. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Errors.HttpError ? error.data.statusCode : undefined;
}
