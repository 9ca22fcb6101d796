// Keeps two launchers from working in one folder at the same time.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Takes the lock of a folder for this process. A lock whose process has ended counts as free.
 * @param {string} file the lock file
 * @returns {Promise<number | undefined>} undefined when the lock is ours, else the id of the process that has it
 */
export async function takeLock(file) {
  await mkdir(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return undefined;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder === process.pid) {
      return undefined;
    }
    if (isAlive(holder)) {
      return holder;
    }
    await rm(file, { force: true });
  }
}

/**
 * Gives a lock of this process back.
 * @param {string} file the lock file
 */
export async function giveLockBack(file) {
  await rm(file, { force: true });
}

/**
 * @param {number} id of a process
 * @returns {boolean}
 */
function isAlive(id) {
  if (!id) {
    return false;
  }
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
