// Provides the linters of templates, which are Python programs, in a virtual environment.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { fingerprintOf, isStamped, writeStamp } from './fingerprint.mjs';
import { ROOT, shown, TOOLCHAIN } from './places.mjs';
import { installPackages, locate } from './programs.mjs';
import { leaveOut } from './workshop.mjs';

/** The requirements with their hashes, the same as in the workflow of every rendered repository. */
const REQUIREMENTS = 'skeleton/.github/linters/requirements.txt';
const ENVIRONMENT = path.join(TOOLCHAIN, 'python');
const PROGRAMS = path.join(ENVIRONMENT, 'bin');

/**
 * @param {import('./workshop.mjs').Workshop} workshop
 * @returns {Promise<string | undefined>} the folder of the programs; undefined, with a message to the user, when they cannot be installed
 * @throws {Failure} when they cannot be installed and the variable CI is set
 */
export async function provideLinters(workshop) {
  const { children, progress, logs } = workshop;
  const wanted = await fingerprintOf([REQUIREMENTS]);
  const stamp = path.join(ENVIRONMENT, '.agentinfra-installed');
  if (await isStamped(stamp, wanted)) {
    return PROGRAMS;
  }
  const log = path.join(logs, 'linters.log');
  const got = await progress.step(
    'Getting cfn-lint and checkov',
    async step => {
      const settings = { log, onLine: step.activity };
      const isInstalled = await installWithPython(children, settings);
      if (!isInstalled) {
        step.result('They could not be had');
      }
      return isInstalled;
    },
  );
  if (!got) {
    leaveOut(
      `There are no linters of templates: they need Python 3.10 or newer with its module venv, and pip must reach its packages (${shown(
        log,
      )} says more)`,
      'THEIR TESTS',
      workshop,
    );
    return undefined;
  }
  await writeStamp(stamp, wanted);
  return PROGRAMS;
}

/**
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 * @returns {Promise<boolean>} whether they are installed now, possibly with a Python that was installed for them
 */
async function installWithPython(children, settings) {
  try {
    await install(children, settings).catch(async () => {
      await installPackages(['python3', 'python3-venv'], children, settings);
      await install(children, settings);
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 * @throws {Failure} when there is no Python, or a step fails
 */
async function install(children, settings) {
  const python = await locate('python3');
  if (!python) {
    throw new Failure('There is no python3.');
  }
  await rm(ENVIRONMENT, { recursive: true, force: true });
  await children.run({
    ...settings,
    name: 'python3',
    purpose: 'Making an environment for Python',
    command: [python, '-m', 'venv', ENVIRONMENT],
  });
  const requirements = path.join(ROOT, REQUIREMENTS);
  await children.run({
    ...settings,
    name: 'pip',
    purpose: 'Installing cfn-lint and checkov',
    command: [
      path.join(PROGRAMS, 'pip'),
      ...['install', '--quiet', '--disable-pip-version-check'],
      ...['--require-hashes', '--requirement', requirements],
    ],
  });
}
