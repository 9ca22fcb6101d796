import fs, { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  Definition,
  ownerRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import git from 'isomorphic-git';
import { readDefinition } from './readDefinition';

/** The branch that repositories have. */
const BRANCH = 'main';

/** What stays out of a repository whatever its `.gitignore` says. */
const NEVER_PUBLISHED = new Set([
  '.git',
  '.agentinfra',
  'node_modules',
  'cdk.out',
]);

/** Who a commit is by. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** What to publish. */
export interface PublishOptions {
  /** The folder of the rendered repository. */
  readonly source: string;
  /** The definition that it was rendered from. */
  readonly definition: Definition;
  /** The message of the commit. */
  readonly message: string;
  /** Who the commit is by. */
  readonly author: Author;
  /** Paths of files that stay as they are when the repository has them already. */
  readonly keep?: readonly string[];
}

/** What was published. */
export interface PublishResult {
  /** The folder of the repository. */
  readonly directory: string;
  /** The commit that holds the content. */
  readonly commitHash: string;
  /** Whether there was anything to commit. */
  readonly changed: boolean;
}

/** The git repositories that the portal keeps itself, one for each platform that has no remote one, each with a work tree. */
export class LocalRepositories {
  /** @param root - the folder that holds them; it is made when the first one is published */
  constructor(readonly root: string) {}

  /**
   * The folder of the repository of a platform, whether it exists or not.
   *
   * @param id - the id of the platform
   */
  directory(id: string): string {
    return resolveSafeChildPath(this.root, id);
  }

  /** The ids of the platforms that have a repository here. */
  async list(): Promise<string[]> {
    try {
      const entries = await readdir(this.root, { withFileTypes: true });
      return entries
        .filter(entry => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }

  /**
   * Checks that the name of a platform is not taken by a repository of another one.
   *
   * @throws ConflictError if it is
   */
  async checkFree(definition: Definition): Promise<void> {
    const directory = this.directory(platformId(definition));
    const entries = await readdir(directory).catch(error => {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    });
    if (entries.length === 0) {
      return;
    }
    const other = await readDefinition(directory).catch(() => undefined);
    if (!other && (await isUnborn(directory))) {
      return;
    }
    const differs =
      !other ||
      other.account !== definition.account ||
      other.region !== definition.region ||
      ownerRef(other.owner) !== ownerRef(definition.owner);
    if (differs) {
      throw new ConflictError(
        `The name ${platformId(
          definition,
        )} is taken: the repository in ${directory} belongs to ${
          other
            ? `the platform of ${other.owner} in ${other.account}, ${other.region}`
            : 'something that is not a platform'
        }. Choose another name.`,
      );
    }
  }

  /**
   * Puts the content of a folder into the repository of a platform, on `main`. Doing it twice is the same as doing it once.
   *
   * @throws ConflictError if the repository belongs to another platform
   */
  async publish(options: PublishOptions): Promise<PublishResult> {
    const { source, definition, message, author } = options;
    await this.checkFree(definition);
    const directory = this.directory(platformId(definition));
    await mkdir(directory, { recursive: true });
    await git.init({ fs, dir: directory, defaultBranch: BRANCH });
    await copyContent(source, directory, options.keep ?? []);
    return this.commit(directory, message, author);
  }

  /**
   * Commits what differs from the last commit.
   *
   * @param directory - the folder of the repository
   */
  async commit(
    directory: string,
    message: string,
    author: Author,
  ): Promise<PublishResult> {
    const changed = await stageAll(directory);
    const commitHash = changed
      ? await git.commit({ fs, dir: directory, message, author })
      : await git.resolveRef({ fs, dir: directory, ref: 'HEAD' });
    return { directory, commitHash, changed };
  }
}

/** Makes a work tree hold the content of a folder and nothing else. */
async function copyContent(
  source: string,
  directory: string,
  keep: readonly string[],
): Promise<void> {
  const before = await git.statusMatrix({ fs, dir: directory });
  const kept = new Set(keep.filter(path => existsSync(join(directory, path))));
  await cp(source, directory, {
    recursive: true,
    filter: path => {
      const parts = relative(source, path).split(sep);
      return (
        !parts.some(part => NEVER_PUBLISHED.has(part)) &&
        !kept.has(parts.join('/'))
      );
    },
  });
  const gone = before
    .map(([path]) => path)
    .filter(path => !kept.has(path) && !existsSync(join(source, path)));
  await Promise.all(
    gone.map(path => rm(join(directory, path), { force: true })),
  );
}

/** Puts the state of the work tree into the index, and tells whether it differs from the last commit. */
async function stageAll(directory: string): Promise<boolean> {
  // The index is read and written once, not once for each file.
  const repository = { fs, dir: directory, cache: {} };
  const rows = await git.statusMatrix(repository);
  const changes = rows.filter(
    ([, head, workTree, stage]) =>
      !(head === 1 && workTree === 1 && stage === 1),
  );
  const paths = (isGone: boolean) =>
    changes
      .filter(([, , workTree]) => (workTree === 0) === isGone)
      .map(([filepath]) => filepath);
  await git.add({ ...repository, filepath: paths(false), parallel: true });
  for (const filepath of paths(true)) {
    await git.remove({ ...repository, filepath });
  }
  return changes.length > 0;
}

/** Whether a folder is a repository whose first commit was never made, as an interrupted publication leaves it. */
async function isUnborn(directory: string): Promise<boolean> {
  if (!existsSync(join(directory, '.git'))) {
    return false;
  }
  const head = git.resolveRef({ fs, dir: directory, ref: 'HEAD' });
  return head.then(
    () => false,
    () => true,
  );
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === 'ENOENT';
}
