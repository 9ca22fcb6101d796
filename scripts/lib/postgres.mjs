// Provides PostgreSQL for the tests with several backends.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { installPackages, locate } from './programs.mjs';
import { leaveOut } from './workshop.mjs';

/** The folder of Debian's packages, with a folder for each version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/**
 * @param {import('./workshop.mjs').Workshop} workshop
 * @returns {Promise<boolean>} false, with a message to the user, when there is none
 * @throws {import('./failure.mjs').Failure} when there is none and the variable CI is set
 */
export async function providePostgres(workshop) {
  const { children, progress, logs } = workshop;
  if (await isThere()) {
    return true;
  }
  await progress.step('Getting PostgreSQL', step =>
    installPackages(['postgresql'], children, {
      log: path.join(logs, 'postgresql.log'),
      onLine: step.activity,
    }),
  );
  if (await isThere()) {
    return true;
  }
  leaveOut(
    'There is no PostgreSQL for the tests of several backends: install it, or name a server in AGENTINFRA_TEST_POSTGRES (postgres://user:password@host:5432)',
    'THESE TESTS',
    workshop,
  );
  return false;
}

/** @returns {Promise<boolean>} */
async function isThere() {
  if (process.env.AGENTINFRA_TEST_POSTGRES || (await locate('initdb'))) {
    return true;
  }
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  return versions.length > 0;
}
