// The folders of the launcher. git ignores all but the root.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** Node and Yarn, if the machine's own do not fit. */
export const TOOLCHAIN = path.join(ROOT, '.toolchain');

/** Whatever only makes the next start faster. */
export const CACHE = path.join(ROOT, '.cache');

/** State of the portal and the sandbox, unless another folder is chosen. */
export const DEFAULT_STATE = path.join(ROOT, '.agentinfra');

/**
 * @param {string} file a path as it was typed
 * @returns {string} the absolute path; it is relative to where npm was called, although npm runs scripts in the repository's root
 */
export function fromCaller(file) {
  const caller = process.env.npm_lifecycle_event && process.env.INIT_CWD;
  return path.resolve(caller || process.cwd(), file);
}

/**
 * @param {string} file an absolute path
 * @returns {string} the path for people: relative if it is inside the repository
 */
export function shown(file) {
  const relative = path.relative(ROOT, file);
  return relative.startsWith('..') ? file : relative || '.';
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
export async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
