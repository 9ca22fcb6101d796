// Runs the suites one after the other and sums them up.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { provideChromium } from './chromium.mjs';
import { Failure } from './failure.mjs';
import { fingerprintOf, isStamped, writeStamp } from './fingerprint.mjs';
import { provideLinters } from './linters.mjs';
import { readOptions } from './options.mjs';
import { CACHE, ROOT } from './places.mjs';
import { prepare } from './prepare.mjs';
import { providePostgres } from './postgres.mjs';
import { Progress } from './progress.mjs';

const TEST_HELP = `Runs every test, and gets what that needs. Ends with a line "N passed, N failed".

Usage: npm test -- [options] [PATTERN…] [-- JEST OPTIONS…]

  PATTERN         runs only the test files whose path matches (Jest's pattern)
  --only SUITE    runs one suite; may be given more than once:
                    packages      unit tests of packages/ and plugins/
                    skeleton      the skeleton's own tests
                    e2e           the whole way: launcher, API, browser, platforms, rendered repository
                    reliability   portals that are killed, frozen and restarted while they deploy
                    quality       repositories of all kinds of platforms: tests, synthesis, linters of their templates
  --write         lets the quality tests write docs/quality.md
  --long          lets the quality tests install and test each repository, not only those of the examples, and the reliability
                  tests kill a portal at each step and at many random moments
  --screenshots   lets the browser tests write the pictures of the documentation (docs/images)
  --help          shows this

Examples: npm test -- --only packages deploy      npm test -- --only e2e browser -- --verbose
`;

const LOGS = path.join(CACHE, 'logs');
const SKELETON = path.join(ROOT, 'skeleton');
const WHOLE_WAY = path.join(ROOT, 'packages/e2e');

/**
 * What a suite needs to run.
 * @typedef {object} TestRun
 * @property {import('./toolchain.mjs').Toolchain} tools
 * @property {Workshop} workshop
 * @property {Record<string, string>} env what the options say to the tests
 * @property {string[]} patterns which test files, by Jest's patterns; all when there are none
 */

/** @typedef {import('./workshop.mjs').Workshop} Workshop */

/**
 * How to run Jest for a suite.
 * @typedef {object} JestCommand
 * @property {string[]} command
 * @property {string} [cwd]
 * @property {Record<string, string>} [env]
 */

/**
 * Gets what a suite needs and says how it is run, without the options that all suites share.
 * @type {Record<string, (run: TestRun) => Promise<JestCommand>>}
 */
const SUITES = {
  packages: async ({ tools }) => ({
    command: [
      tools.node,
      path.join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
      // What components print on the console is in the way of what fails.
      ...['repo', 'test', '--watch=false', '--maxWorkers=2', '--silent'],
    ],
  }),

  skeleton: async ({ tools, workshop }) => {
    await installSkeleton(tools, workshop);
    return {
      command: ['npm', 'test', '--'],
      cwd: SKELETON,
      // What must hold for a platform must hold for all that can be made.
      env: { COMBINATIONS: 'all' },
    };
  },

  e2e: async ({ tools, workshop, env }) => {
    const chromium = await provideChromium(workshop);
    return {
      command: [
        ...wholeWayTests(tools, 'jest.config.js'),
        ...(chromium ? [] : ['--testPathIgnorePatterns=/browser/']),
      ],
      cwd: WHOLE_WAY,
      env: {
        ...env,
        ...(chromium ? { AGENTINFRA_CHROMIUM: chromium } : {}),
      },
    };
  },

  reliability: async ({ tools, workshop, env }) => {
    const postgres = await providePostgres(workshop);
    return {
      command: [
        // Portals wait for one another most of the time.
        ...wholeWayTests(tools, 'jest.reliability.config.js', 2),
        ...(postgres ? [] : ['--testPathIgnorePatterns=/twoPortals']),
      ],
      cwd: WHOLE_WAY,
      env,
    };
  },

  quality: async ({ tools, workshop, env }) => {
    await installSkeleton(tools, workshop);
    const linters = await provideLinters(workshop);
    return {
      command: wholeWayTests(tools, 'jest.quality.config.js'),
      cwd: WHOLE_WAY,
      env: { ...env, ...(linters ? { AGENTINFRA_LINTERS: linters } : {}) },
    };
  },
};

/**
 * @param {import('./toolchain.mjs').Toolchain} tools
 * @param {string} config of Jest, in packages/e2e
 * @param {number} [workers] how many test files run at a time
 * @returns {string[]}
 */
function wholeWayTests(tools, config, workers = 1) {
  return [
    tools.node,
    path.join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['--config', config, `--maxWorkers=${workers}`, '--forceExit'],
  ];
}

/**
 * @param {string[]} args of the command line
 * @param {import('./children.mjs').Children} children takes the processes that are started
 * @returns {Promise<number>} the exit code: 0 when tests ran and all of them passed
 */
export async function runTests(args, children) {
  const { values, positionals } = readOptions(
    args,
    {
      only: { type: 'string', multiple: true },
      write: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      screenshots: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    { allowPositionals: true },
  );
  if (values.help) {
    process.stdout.write(TEST_HELP);
    return 0;
  }
  const suites = chosenSuites(values.only);
  const progress = new Progress();
  const workshop = { children, progress, logs: LOGS };
  const tools = await prepare(workshop);
  /** @type {Totals[]} */
  const totals = [];
  for (const suite of suites) {
    progress.say(`\nTests: ${suite}`);
    const env = settingsOf(values);
    const run = { tools, workshop, env, patterns: positionals };
    totals.push(await runJest(suite, await SUITES[suite](run), run));
  }
  return report(totals, progress);
}

/**
 * @param {Record<string, unknown>} options
 * @returns {Record<string, string>} the variables by which they reach the tests
 */
function settingsOf({ write, long, screenshots }) {
  return {
    ...(write ? { AGENTINFRA_WRITE_QUALITY: 'docs' } : {}),
    ...(long ? { AGENTINFRA_LONG: 'true' } : {}),
    ...(screenshots ? { AGENTINFRA_SCREENSHOTS: 'docs' } : {}),
  };
}

/**
 * @param {string[] | undefined} only
 * @returns {string[]}
 */
function chosenSuites(only) {
  const all = Object.keys(SUITES);
  const unknown = only?.find(suite => !all.includes(suite));
  if (unknown !== undefined) {
    throw new Failure(
      `There is no suite "${unknown}": choose from ${all.join(', ')}.`,
    );
  }
  return only ? all.filter(suite => only.includes(suite)) : all;
}

/**
 * What came out of a suite.
 * @typedef {object} Totals
 * @property {string} suite
 * @property {number} passed
 * @property {number} failed tests that failed, files that could not be run, and 1 for a Jest that broke off
 * @property {number} skipped
 */

/**
 * @param {string} suite
 * @param {JestCommand} jest
 * @param {TestRun} run
 * @returns {Promise<Totals>}
 */
async function runJest(suite, jest, { tools, workshop, patterns }) {
  const results = path.join(CACHE, 'tests', `${suite}.json`);
  await mkdir(path.dirname(results), { recursive: true });
  await rm(results, { force: true });
  const { code } = await workshop.children.start({
    name: `the ${suite} tests`,
    command: [
      ...jest.command,
      ...['--json', '--passWithNoTests'],
      `--outputFile=${results}`,
      ...patterns,
    ],
    cwd: jest.cwd,
    env: { ...tools.env, ...jest.env },
  }).ended;
  const totals = await readTotals(suite, results);
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/**
 * @param {string} suite
 * @param {string} file what Jest's --outputFile wrote
 * @returns {Promise<Totals>}
 */
async function readTotals(suite, file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return { suite, passed: 0, failed: 1, skipped: 0 };
  }
  const result = JSON.parse(text);
  return {
    suite,
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * @param {Totals[]} totals
 * @param {Progress} progress
 * @returns {number} the exit code
 */
function report(totals, progress) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    totals.reduce((total, suite) => total + suite[key], 0);
  progress.say('');
  for (const { suite, passed, failed, skipped } of totals) {
    const also = skipped > 0 ? `, ${skipped} skipped` : '';
    progress.say(`${suite}: ${passed} passed, ${failed} failed${also}`);
  }
  progress.say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

/**
 * @param {import('./toolchain.mjs').Toolchain} tools
 * @param {Workshop} workshop
 */
async function installSkeleton(tools, { children, progress, logs }) {
  const wanted = await fingerprintOf(['skeleton/package-lock.json']);
  const stamp = path.join(SKELETON, 'node_modules', '.agentinfra-installed');
  if (await isStamped(stamp, wanted)) {
    return;
  }
  await progress.step("Installing the skeleton's dependencies", async step => {
    await children.run({
      name: 'npm',
      purpose: "Installing the skeleton's dependencies",
      command: ['npm', 'ci', '--no-audit', '--no-fund'],
      cwd: SKELETON,
      env: tools.env,
      log: path.join(logs, 'skeleton.log'),
      onLine: step.activity,
    });
    await writeStamp(stamp, wanted);
  });
}
