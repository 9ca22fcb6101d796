// Provides the linters of templates, which are Python programs, in an environment of their own.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { fingerprintOf, isStamped, writeStamp } from './fingerprint.mjs';
import { ROOT, TOOLCHAIN } from './places.mjs';
import { installPackages, locate } from './programs.mjs';

/** What is installed: the same, with hashes, as in the workflow of every rendered repository. */
const REQUIREMENTS = 'skeleton/.github/linters/requirements.txt';
const ENVIRONMENT = path.join(TOOLCHAIN, 'python');

/**
 * @param {import('./children.mjs').Children} children
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} logs folder for the log of the installation
 * @returns {Promise<string | undefined>} the folder of the programs; undefined when there is no Python, which has been said then
 * @throws {Failure} when they cannot be installed, or there is no Python and the variable CI is set: no test is left out there in silence
 */
export async function provideLinters(children, progress, logs) {
  const programs = path.join(ENVIRONMENT, 'bin');
  const wanted = await fingerprintOf([REQUIREMENTS]);
  const stamp = path.join(ENVIRONMENT, '.agentinfra-installed');
  if (await isStamped(stamp, wanted)) {
    return programs;
  }
  const made = await progress.step(
    'Getting cfn-lint and checkov',
    async step => {
      const settings = {
        log: path.join(logs, 'linters.log'),
        onLine: step.activity,
      };
      if (!(await makeEnvironment(children, settings))) {
        step.result('no Python');
        return false;
      }
      await children.run({
        ...settings,
        name: 'pip',
        purpose: 'Installing cfn-lint and checkov',
        command: [
          path.join(programs, 'pip'),
          ...['install', '--quiet', '--disable-pip-version-check'],
          ...[
            '--require-hashes',
            '--requirement',
            path.join(ROOT, REQUIREMENTS),
          ],
        ],
      });
      await writeStamp(stamp, wanted);
      return true;
    },
  );
  if (made) {
    return programs;
  }
  const advice =
    'There is no Python 3.10 or newer with its module venv for the linters of templates: install it';
  if (process.env.CI) {
    throw new Failure(`${advice}.`);
  }
  progress.say(`${advice}. THESE TESTS ARE LEFT OUT.`);
  return undefined;
}

/**
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 * @returns {Promise<boolean>} whether there is Python
 */
async function makeEnvironment(children, settings) {
  const make = async () => {
    const python = await locate('python3');
    if (!python) {
      throw new Failure('python3 is missing');
    }
    await rm(ENVIRONMENT, { recursive: true, force: true });
    await children.run({
      ...settings,
      name: 'python3',
      purpose: 'Making an environment for Python',
      command: [python, '-m', 'venv', ENVIRONMENT],
    });
  };
  const succeeds = (/** @type {Promise<void>} */ attempt) =>
    attempt.then(
      () => true,
      () => false,
    );
  if (await succeeds(make())) {
    return true;
  }
  await installPackages(['python3', 'python3-venv'], children, settings);
  return succeeds(make());
}
