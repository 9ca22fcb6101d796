import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PromiseFsClient } from 'isomorphic-git';

/**
 * The file system for git in a repository: it replaces files atomically, so that a portal that is killed leaves no half of an object, an
 * index or a branch behind. git never writes an object again that exists, not even a broken one.
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
        // `git gc` deletes files with such names.
        const fresh = join(directory, '.git/objects', `tmp_${randomUUID()}`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(fresh, ...content);
        await rename(fresh, file);
      },
    },
  };
}
