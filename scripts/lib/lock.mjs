// Ensures that only one launcher at a time works in a folder.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @type {Set<string>} */
const held = new Set();
process.on('exit', () => held.forEach(file => rmSync(file, { force: true })));

/**
 * The result of an attempt to take a lock.
 * @typedef {object} Lock
 * @property {number} [holder] the process id of the launcher that has it; undefined when it is ours
 * @property {boolean} wasLeft whether a launcher that was killed had left it behind
 */

/**
 * Takes a lock for this process, until it releases the lock or ends.
 * @param {string} file the lock file
 * @returns {Promise<Lock>}
 */
export async function takeLock(file) {
  await mkdir(path.dirname(file), { recursive: true });
  for (let wasLeft = false; ; wasLeft = true) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      held.add(file);
      return { wasLeft };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder !== process.pid && (await isLauncher(holder))) {
      return { holder, wasLeft };
    }
    await rm(file, { force: true });
  }
}

/**
 * Releases a lock of this process.
 * @param {string} file the lock file
 */
export async function giveLockBack(file) {
  held.delete(file);
  await rm(file, { force: true });
}

/**
 * Whether a process is a launcher: one that was killed leaves its lock behind, and its id may belong to another program now.
 * @param {number} id of a process
 * @returns {Promise<boolean>}
 */
async function isLauncher(id) {
  return /scripts\/\w+\.mjs/.test(await commandOf(id));
}

/**
 * @param {number} id of a process
 * @returns {Promise<string>} its command line; empty when it does not run
 */
async function commandOf(id) {
  try {
    return process.platform === 'linux'
      ? await readFile(`/proc/${id}/cmdline`, 'utf8')
      : (await run('ps', ['-o', 'args=', '-p', String(id)])).stdout;
  } catch {
    return '';
  }
}
