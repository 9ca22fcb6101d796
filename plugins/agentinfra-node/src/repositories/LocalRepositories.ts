import fs, { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import git from 'isomorphic-git';
import {
  checkHolds,
  checkOwn,
  checkUnchanged,
  type RepositoryWords,
} from './checkOwn';
import { gitFiles } from './gitFiles';
import type {
  CommitResult,
  PlatformRepositories,
  PublishOptions,
  WriteFileOptions,
} from './PlatformRepositories';
import {
  BRANCH,
  changeWorkTree,
  checkUntouched,
  commit,
  copyContent,
  replaceFile,
} from './workTree';

/** The ref that marks the repository of a registered platform. */
const REGISTERED_REF = 'refs/agentinfra/registered';

/** The git repositories on the disk of the portal: one for each platform without a remote repository, each with a work tree. */
export class LocalRepositories implements PlatformRepositories {
  /** @param root - the folder of all repositories; it is created with the first one */
  constructor(readonly root: string) {}

  /**
   * The folder of the repository of a platform, whether it exists or not.
   *
   * @param id - the id of the platform
   */
  directory(id: string): string {
    return resolveSafeChildPath(this.root, id);
  }

  /** The ids of the registered platforms that have a local repository. */
  async listRegistered(): Promise<string[]> {
    const entries = await readdir(this.root, { withFileTypes: true }).catch(
      noneIfMissing,
    );
    const ids = entries
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    const registered = await Promise.all(
      ids.map(id => hasRef(this.directory(id), REGISTERED_REF)),
    );
    return ids.filter((_, index) => registered[index]);
  }

  /** Marks a platform as registered, so that {@link LocalRepositories.listRegistered} includes it. */
  async markRegistered(definition: Definition): Promise<void> {
    const dir = this.directory(platformId(definition));
    const repository = { fs: gitFiles(dir), dir };
    const value = await git.resolveRef({ ...repository, ref: BRANCH });
    const ref = REGISTERED_REF;
    await git.writeRef({ ...repository, ref, value, force: true });
  }

  async checkFree(definition: Definition): Promise<boolean> {
    const directory = this.directory(platformId(definition));
    if (await isBorn(directory)) {
      const words = wordsFor(definition);
      await checkOwn(directory, definition, words);
      await checkUntouched(directory, words);
    }
    return existsSync(directory);
  }

  async checkHolds(definition: Definition): Promise<void> {
    const directory = this.directory(platformId(definition));
    if (await isBorn(directory)) {
      await checkHolds(directory, definition, wordsFor(definition));
    }
  }

  async publish(options: PublishOptions): Promise<CommitResult> {
    const { source, definition, keep = [] } = options;
    await this.checkFree(definition);
    const directory = this.directory(platformId(definition));
    if (!(await isBorn(directory))) {
      await initialize(directory);
    }
    return changeWorkTree(directory, async () => {
      await copyContent(source, directory, keep);
      return commit(directory, options);
    });
  }

  async writeFile(options: WriteFileOptions): Promise<CommitResult> {
    const { definition, path, text } = options;
    const directory = this.directory(platformId(definition));
    const words = wordsFor(definition);
    if (!(await isBorn(directory))) {
      throw new ConflictError(
        `${words.field}: ${words.title} is gone from ${directory}. Press Create with the same values: it is made anew, and what already exists is kept.`,
      );
    }
    await checkUnchanged(directory, definition, words);
    return changeWorkTree(directory, async () => {
      await replaceFile(join(directory, path), text);
      return commit(directory, options, path);
    });
  }
}

function wordsFor(definition: Definition): RepositoryWords {
  const title = `the repository ${platformId(
    definition,
  )}, which the portal keeps,`;
  return { field: 'name', title };
}

/** Whether a folder contains anything but a repository without any commit, as an interrupted publication leaves it. */
async function isBorn(directory: string): Promise<boolean> {
  const entries: string[] = await readdir(directory).catch(noneIfMissing);
  if (!entries.includes('.git')) {
    return entries.length > 0;
  }
  const branches = await git.listBranches({ fs, dir: directory });
  return branches.length > 0;
}

/** Creates a repository without any commit. */
async function initialize(directory: string): Promise<void> {
  // git would not repair one that was left half-created.
  await rm(join(directory, '.git'), { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await git.init({
    fs: gitFiles(directory),
    dir: directory,
    defaultBranch: BRANCH,
  });
}

async function hasRef(dir: string, ref: string): Promise<boolean> {
  return git.resolveRef({ fs, dir, ref }).then(
    () => true,
    () => false,
  );
}

function noneIfMissing(error: { code?: string }): [] {
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
}
