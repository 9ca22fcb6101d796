import { existsSync } from 'node:fs';
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ConflictError } from '@backstage/errors';
import git from 'isomorphic-git';
import type { RepositoryWords } from './checkOwn';
import { commitMessage } from './commits';
import { gitFiles } from './gitFiles';
import type { Change, CommitResult } from './PlatformRepositories';

/** The branch of all repositories. */
export const BRANCH = 'main';

/** Exists while the portal changes a work tree, and stays if the portal is killed: uncommitted changes are then the portal's own. */
const CHANGING = '.git/agentinfra-changing';

/** How many files a message names. */
const SHOWN_PATHS = 5;

/** Files and folders that are never published, whatever `.gitignore` says. */
const NEVER_PUBLISHED = new Set([
  '.git',
  '.agentinfra',
  'node_modules',
  'cdk.out',
]);

/**
 * Checks that the portal can change a work tree: `main` is checked out, and there are no uncommitted changes but those of a portal
 * that was killed.
 *
 * @throws ConflictError if people are working in it
 */
export async function checkUntouched(
  directory: string,
  { field, title }: RepositoryWords,
): Promise<void> {
  const fs = gitFiles(directory);
  const branch = await git.currentBranch({ fs, dir: directory });
  if (branch !== BRANCH) {
    throw new ConflictError(
      `${field}: ${title} has ${
        branch ? `the branch ${branch}` : 'no branch'
      } checked out. Check out ${BRANCH} in ${directory}, then run this again.`,
    );
  }
  if (existsSync(join(directory, CHANGING))) {
    return;
  }
  const changed = await differences(directory);
  if (changed.length > 0) {
    const paths = changed.map(({ path }) => path);
    throw new ConflictError(
      `${field}: ${title} has changes that nobody has committed: ${listed(
        paths,
      )} in ${directory}. The portal overwrites nobody's work: put them aside with \`git stash --include-untracked\`, then run this again; or commit them, and go on in the repository.`,
    );
  }
}

/** Changes a work tree; a change that was interrupted can be made again. */
export async function changeWorkTree<T>(
  directory: string,
  change: () => Promise<T>,
): Promise<T> {
  const note = join(directory, CHANGING);
  await writeFile(note, '');
  const result = await change();
  await rm(note);
  return result;
}

/**
 * Copies the content of a folder to a work tree, and deletes every tracked file that the folder does not have.
 *
 * @param keep - paths of files that are not overwritten when the work tree has them
 */
export async function copyContent(
  source: string,
  directory: string,
  keep: readonly string[],
): Promise<void> {
  const before = await git.statusMatrix({
    fs: gitFiles(directory),
    dir: directory,
  });
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

/** Replaces a file atomically: nobody ever reads half of it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.new`;
  await rm(next, { force: true });
  await writeFile(next, text, { flag: 'wx' });
  await rename(next, file);
}

/** Commits everything that differs from the last commit, in all files or in one. */
export async function commit(
  directory: string,
  { definition, subject, author }: Change,
  file?: string,
): Promise<CommitResult> {
  const repository = { fs: gitFiles(directory), dir: directory };
  const changed = await stage(directory, file);
  const message = commitMessage(definition, subject);
  const commitHash = changed
    ? await git.commit({ ...repository, message, author })
    : await git.resolveRef({ ...repository, ref: 'HEAD' });
  return { commitHash, changed };
}

/** Stages all files or one, and returns whether anything differs from the last commit. */
async function stage(directory: string, file?: string): Promise<boolean> {
  // With a cache, the index is read and written once instead of once for each file.
  const repository = { fs: gitFiles(directory), dir: directory, cache: {} };
  const changes = await differences(directory, file);
  await git.add({
    ...repository,
    filepath: changes.filter(({ isGone }) => !isGone).map(({ path }) => path),
    parallel: true,
  });
  for (const { path } of changes.filter(({ isGone }) => isGone)) {
    await git.remove({ ...repository, filepath: path });
  }
  return changes.length > 0;
}

/** A file whose last commit, index and work tree are not all the same. */
interface Difference {
  readonly path: string;
  /** Whether the work tree has it no more. */
  readonly isGone: boolean;
}

/** What differs in a work tree, or in one file of it. */
async function differences(
  directory: string,
  file?: string,
): Promise<Difference[]> {
  const rows = await git.statusMatrix({
    fs: gitFiles(directory),
    dir: directory,
    filepaths: file === undefined ? undefined : [file],
  });
  return rows
    .filter(
      ([, head, workTree, index]) =>
        !(head === 1 && workTree === 1 && index === 1),
    )
    .map(([path, , workTree]) => ({ path, isGone: workTree === 0 }));
}

/** The first of some paths, as words. */
function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, SHOWN_PATHS);
  const more = paths.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
