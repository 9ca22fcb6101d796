import fs, { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import git from 'isomorphic-git';
import { checkOwn } from './checkOwn';
import type {
  CommitResult,
  PlatformRepositories,
  PublishOptions,
  WriteFileOptions,
} from './PlatformRepositories';
import { BRANCH, commitAll, copyContent, replaceFile } from './workTree';

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
    const value = await git.resolveRef({ fs, dir, ref: BRANCH });
    await git.writeRef({ fs, dir, ref: REGISTERED_REF, value, force: true });
  }

  async checkFree(definition: Definition): Promise<boolean> {
    const id = platformId(definition);
    const directory = this.directory(id);
    const entries = await readdir(directory).catch(noneIfMissing);
    if (entries.length === 0) {
      return false;
    }
    if (!(await isUnborn(directory))) {
      const title = `the repository ${id}, which the portal keeps,`;
      await checkOwn(directory, definition, { field: 'name', title });
    }
    return true;
  }

  async publish(options: PublishOptions): Promise<CommitResult> {
    const { source, definition, keep = [] } = options;
    await this.checkFree(definition);
    const directory = this.directory(platformId(definition));
    await mkdir(directory, { recursive: true });
    await git.init({ fs, dir: directory, defaultBranch: BRANCH });
    await copyContent(source, directory, keep);
    return commitAll(directory, options);
  }

  async writeFile(options: WriteFileOptions): Promise<CommitResult> {
    const { definition, path, text } = options;
    await this.checkFree(definition);
    const directory = this.directory(platformId(definition));
    await replaceFile(join(directory, path), text);
    return commitAll(directory, options);
  }
}

/** Whether a folder is a repository whose first commit was never made, as an interrupted publication leaves it. */
async function isUnborn(directory: string): Promise<boolean> {
  return (
    existsSync(join(directory, '.git')) && !(await hasRef(directory, 'HEAD'))
  );
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
