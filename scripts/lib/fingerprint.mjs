// Tells whether a build is up to date: the fingerprint of its sources is kept beside it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './places.mjs';

/** Folders that are generated. */
const MADE = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/**
 * @param {string[]} sources files and folders, relative to the repository's root; those that do not exist count as empty
 * @returns {Promise<string>} a hash of all names and contents
 */
export async function fingerprintOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesIn(path.join(ROOT, source))) {
      hash.update(`${path.relative(ROOT, file)}\0`);
      hash.update(await readFile(file));
      hash.update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} stamp the file with the fingerprint of the last build
 * @param {string} fingerprint of the current sources
 * @returns {Promise<boolean>} whether both are the same
 */
export async function isStamped(stamp, fingerprint) {
  return (await readFile(stamp, 'utf8').catch(() => '')) === fingerprint;
}

/**
 * @param {string} stamp
 * @param {string} fingerprint
 */
export async function writeStamp(stamp, fingerprint) {
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, fingerprint);
}

/**
 * @param {string} place a file or a folder
 * @returns {Promise<string[]>} the files in it, in a stable order
 */
async function filesIn(place) {
  let entries;
  try {
    entries = await readdir(place, { withFileTypes: true });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOTDIR') {
      return [place];
    }
    if (code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const names = entries
    .filter(entry => !MADE.has(entry.name))
    .map(entry => path.join(place, entry.name))
    .sort();
  return (await Promise.all(names.map(filesIn))).flat();
}
