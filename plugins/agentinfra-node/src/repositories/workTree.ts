import fs, { existsSync } from 'node:fs';
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import git from 'isomorphic-git';
import { commitMessage } from './commits';
import type { Change, CommitResult } from './PlatformRepositories';

/** The branch that repositories have. */
export const BRANCH = 'main';

/** What stays out of a repository whatever its `.gitignore` says. */
const NEVER_PUBLISHED = new Set([
  '.git',
  '.agentinfra',
  'node_modules',
  'cdk.out',
]);

/**
 * Makes a work tree hold the content of a folder and nothing else.
 *
 * @param keep - paths of files that stay as they are when the work tree has them
 */
export async function copyContent(
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

/** Writes a file of a work tree in one step: whoever reads it meanwhile never sees half of one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.new`;
  await rm(next, { force: true });
  await writeFile(next, text, { flag: 'wx' });
  await rename(next, file);
}

/** Commits what differs from the last commit. */
export async function commitAll(
  directory: string,
  { definition, subject, author }: Change,
): Promise<CommitResult> {
  const changed = await stageAll(directory);
  const message = commitMessage(definition, subject);
  const commitHash = changed
    ? await git.commit({ fs, dir: directory, message, author })
    : await git.resolveRef({ fs, dir: directory, ref: 'HEAD' });
  return { commitHash, changed };
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
  const gone = changes.filter(([, , workTree]) => workTree === 0);
  const present = changes.filter(([, , workTree]) => workTree !== 0);
  await git.add({
    ...repository,
    filepath: present.map(([filepath]) => filepath),
    parallel: true,
  });
  for (const [filepath] of gone) {
    await git.remove({ ...repository, filepath });
  }
  return changes.length > 0;
}
