// Provides a Chromium for the browser tests.
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';
import { CACHE, ROOT } from './places.mjs';
import { installPackages, locate } from './programs.mjs';
import { leaveOut } from './workshop.mjs';

const run = promisify(execFile);

const PROGRAMS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** The timeout for a program that prints its version. In milliseconds. */
const ANSWER_MS = 20_000;
const PLAYWRIGHT_BROWSERS = path.join(CACHE, 'browsers');

/**
 * @param {import('./workshop.mjs').Workshop} workshop
 * @returns {Promise<string | undefined>} the path of the program; undefined, with a message to the user, when there is none
 * @throws {Failure} when there is none and the variable CI is set
 */
export async function provideChromium(workshop) {
  const { children, progress, logs } = workshop;
  const found = await findChromium();
  if (found) {
    return found;
  }
  const got = await progress.step('Getting Chromium', async step => {
    const settings = {
      log: path.join(logs, 'chromium.log'),
      onLine: step.activity,
    };
    for (const source of [installPackage, downloadBrowser]) {
      const chromium = await source(children, settings).catch(() => undefined);
      if (chromium) {
        return chromium;
      }
    }
    step.result('No Chromium could be had');
    return undefined;
  });
  if (!got) {
    leaveOut(
      'There is no Chromium for the browser tests: install Chromium or Chrome, or name the program in AGENTINFRA_CHROMIUM',
      'THE BROWSER TESTS',
      workshop,
    );
  }
  return got;
}

/** @returns {Promise<string | undefined>} */
async function findChromium() {
  const named = process.env.AGENTINFRA_CHROMIUM;
  if (named) {
    if (await answers(named)) {
      return named;
    }
    throw new Failure(
      `AGENTINFRA_CHROMIUM names ${named}, which cannot be run: correct it, or unset it.`,
    );
  }
  const candidates = [
    ...(await Promise.all(PROGRAMS.map(locate))),
    await playwrightBrowser(),
  ];
  for (const program of candidates) {
    if (program && (await answers(program))) {
      return program;
    }
  }
  return undefined;
}

/**
 * Installs Debian's package, if we may.
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 */
async function installPackage(children, settings) {
  await installPackages(['chromium', 'fonts-liberation'], children, settings);
  return findChromium();
}

/**
 * Downloads Playwright's own build.
 * @param {import('./children.mjs').Children} children
 * @param {{ log: string, onLine: (line: string) => void }} settings
 */
async function downloadBrowser(children, settings) {
  await children.run({
    ...settings,
    name: 'playwright',
    purpose: 'Downloading Chromium',
    command: [
      process.execPath,
      path.join(ROOT, 'node_modules/playwright-core/cli.js'),
      ...['install', 'chromium'],
    ],
    env: { PLAYWRIGHT_BROWSERS_PATH: PLAYWRIGHT_BROWSERS },
  });
  return findChromium();
}

/** @returns {Promise<string | undefined>} the path of Playwright's own build, if it was downloaded */
async function playwrightBrowser() {
  process.env.PLAYWRIGHT_BROWSERS_PATH = PLAYWRIGHT_BROWSERS;
  const { chromium } = await import('playwright-core');
  const program = chromium.executablePath();
  return access(program).then(
    () => program,
    () => undefined,
  );
}

/** @param {string} program */
async function answers(program) {
  return run(program, ['--version'], { timeout: ANSWER_MS }).then(
    () => true,
    () => false,
  );
}
