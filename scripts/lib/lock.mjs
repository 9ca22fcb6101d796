// Keeps two launchers from working in one folder at the same time.
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
 * What came of an attempt to take a lock.
 * @typedef {object} Lock
 * @property {number} [holder] the id of the launcher that has it; undefined when it is ours
 * @property {boolean} wasLeft whether a launcher had left it behind that was killed
 */

/**
 * Takes a lock for this process, until it is given back or the process ends.
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
 * Gives a lock of this process back.
 * @param {string} file the lock file
 */
export async function giveLockBack(file) {
  held.delete(file);
  await rm(file, { force: true });
}

/**
 * A launcher that was killed leaves its lock behind, and its id may belong to another program since.
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
