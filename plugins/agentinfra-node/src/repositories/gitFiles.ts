import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PromiseFsClient } from 'isomorphic-git';

/**
 * The files of a repository as git shall write them: each in one step, so that a portal that is killed leaves no half of an object, an
 * index or a branch behind. An object that is there is never written again, not even a broken one.
 *
 * @param directory - the work tree of the repository
 */
export function gitFiles(directory: string): PromiseFsClient {
  return {
    promises: {
      ...fs.promises,
      async writeFile(
        file: string,
        ...content: [data: string | Uint8Array, options?: fs.WriteFileOptions]
      ) {
        // What is left of a name like this, `git gc` clears away.
        const fresh = join(directory, '.git/objects', `tmp_${randomUUID()}`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(fresh, ...content);
        await rename(fresh, file);
      },
    },
  };
}
