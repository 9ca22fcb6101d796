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
import { checkHolds, checkOwn, type RepositoryWords } from './checkOwn';
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

/** What a repository has since its platform is registered. */
const REGISTERED_REF = 'refs/agentinfra/registered';

/** The git repositories that the portal keeps itself, one for each platform that has no remote one, each with a work tree. */
export class LocalRepositories implements PlatformRepositories {
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

  /** The ids of the platforms that have a repository here and are registered. */
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

  /** Notes that a platform is registered; one whose deployment has not succeeded yet is not. */
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
        `${words.field}: ${words.title} is gone from ${directory}. Press Create with the same values: it is made anew, and what stands is kept.`,
      );
    }
    await checkHolds(directory, definition, words);
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

/** Whether a folder holds anything but what an interrupted publication leaves: a repository without a commit. */
async function isBorn(directory: string): Promise<boolean> {
  const entries: string[] = await readdir(directory).catch(noneIfMissing);
  if (!entries.includes('.git')) {
    return entries.length > 0;
  }
  const branches = await git.listBranches({ fs, dir: directory });
  return branches.length > 0;
}

/** Makes a repository without a commit. */
async function initialize(directory: string): Promise<void> {
  // Of one that was left half made, git would mend nothing.
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
