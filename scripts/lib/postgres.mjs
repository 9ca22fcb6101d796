// Finds PostgreSQL for the tests of several backends, or gets it.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { installPackages, locate } from './programs.mjs';

/** Where Debian's package puts its programs, below a folder for each version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/**
 * @param {import('./children.mjs').Children} children
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} logs folder for the log of the installation
 * @returns {Promise<boolean>} false when there is none, which has been said then
 * @throws {Failure} when there is none and the variable CI is set: no test is left out there in silence
 */
export async function providePostgres(children, progress, logs) {
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
  const advice =
    'There is no PostgreSQL for the tests of several backends: install it, or name a server in AGENTINFRA_TEST_POSTGRES (postgres://user:password@host:5432)';
  if (process.env.CI) {
    throw new Failure(`${advice}.`);
  }
  progress.say(`${advice}. THESE TESTS ARE LEFT OUT.`);
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
