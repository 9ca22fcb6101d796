// Finds programs on this machine, and installs packages where that needs no password.
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} program a name or a path
 * @returns {Promise<string | undefined>} its path, if it exists
 */
export async function locate(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = path.isAbsolute(program)
    ? [program]
    : folders.map(folder => path.join(folder, program));
  for (const place of places) {
    const runs = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) {
      return place;
    }
  }
  return undefined;
}

/**
 * Installs Debian packages if we are root on such a system; otherwise does nothing.
 * @param {string[]} packages
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 * @returns {Promise<void>}
 */
export async function installPackages(packages, children, settings) {
  const mayInstall = process.getuid?.() === 0;
  if (!mayInstall || !(await locate('apt-get'))) {
    return;
  }
  for (const step of [
    ['update'],
    ['install', '--yes', '--no-install-recommends', ...packages],
  ]) {
    await children.run({
      ...settings,
      name: 'apt-get',
      purpose: `Installing ${packages.join(' and ')}`,
      command: ['apt-get', ...step],
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}
