// Prepares a checkout: installs the dependencies and builds the front end, each only if it is not up to date.
import { mkdir, readdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { fingerprintOf, isStamped, writeStamp } from './fingerprint.mjs';
import { giveLockBack, takeLock } from './lock.mjs';
import { CACHE, exists, ROOT } from './places.mjs';
import { provideToolchain } from './toolchain.mjs';

/** The dependencies take 2.5 GB, and Yarn's cache of them about 1 GB. */
const INSTALL_BYTES = 4 * 1024 ** 3;
/** The interval at which to check whether another launcher has finished its preparations. In milliseconds. */
const LOCK_CHECK_MS = 500;

/**
 * @param {import('./workshop.mjs').Workshop} workshop
 * @returns {Promise<import('./toolchain.mjs').Toolchain>}
 */
export async function prepare(workshop) {
  const lock = path.join(CACHE, 'prepare.lock');
  await waitForLock(lock, workshop.progress);
  try {
    const tools = await provideToolchain(workshop);
    await installDependencies(tools, workshop);
    await buildFrontEnd(tools, workshop);
    return tools;
  } finally {
    await giveLockBack(lock);
  }
}

/**
 * @param {string} lock
 * @param {import('./progress.mjs').Progress} progress
 */
async function waitForLock(lock, progress) {
  let { holder } = await takeLock(lock);
  if (holder === undefined) {
    return;
  }
  await progress.step(
    'Waiting for another start in this folder',
    async step => {
      while (holder !== undefined) {
        step.activity(`process ${holder}`);
        await sleep(LOCK_CHECK_MS);
        ({ holder } = await takeLock(lock));
      }
    },
  );
}

/**
 * @param {import('./toolchain.mjs').Toolchain} tools
 * @param {import('./workshop.mjs').Workshop} workshop
 */
async function installDependencies(tools, { children, progress, logs }) {
  const manifests = await workspaceManifests();
  const wanted = await fingerprintOf([
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...manifests,
  ]);
  const stamp = path.join(ROOT, 'node_modules', '.agentinfra-installed');
  if (await isStamped(stamp, wanted)) {
    return;
  }
  await progress.step('Installing the dependencies', async step => {
    await requireDiskSpace();
    await children.run({
      name: 'yarn',
      purpose: 'Installing the dependencies',
      command: [...tools.yarn, 'install', '--immutable'],
      env: tools.env,
      log: path.join(logs, 'install.log'),
      onLine: line => step.activity(line.replace(/^➤ YN\d+: [│┌└ ]*/, '')),
    });
    await writeStamp(stamp, wanted);
  });
}

/**
 * @param {import('./toolchain.mjs').Toolchain} tools
 * @param {import('./workshop.mjs').Workshop} workshop
 */
async function buildFrontEnd(tools, { children, progress, logs }) {
  const wanted = await fingerprintOf([
    'packages/app',
    'plugins/agentinfra',
    'plugins/agentinfra-common',
    'app-config.yaml',
    'yarn.lock',
  ]);
  const stamp = path.join(CACHE, 'front-end-built');
  const built = await exists(path.join(ROOT, 'packages/app/dist/index.html'));
  if (built && (await isStamped(stamp, wanted))) {
    return;
  }
  await progress.step('Building the front end', async step => {
    await children.run({
      name: 'backstage-cli',
      purpose: 'Building the front end',
      command: [...tools.yarn, 'workspace', 'app', 'build'],
      env: { ...tools.env, NODE_ENV: 'production' },
      log: path.join(logs, 'build.log'),
      onLine: step.activity,
    });
    await writeStamp(stamp, wanted);
  });
}

/** @returns {Promise<string[]>} the package.json of each workspace, relative to the root */
async function workspaceManifests() {
  const rooms = await Promise.all(
    ['packages', 'plugins'].map(async room =>
      (
        await readdir(path.join(ROOT, room))
      ).map(name => path.join(room, name, 'package.json')),
    ),
  );
  return rooms.flat().sort();
}

async function requireDiskSpace() {
  await mkdir(CACHE, { recursive: true });
  const { bavail, bsize } = await statfs(CACHE);
  const free = bavail * bsize;
  if (free < INSTALL_BYTES) {
    const gigabytes = (/** @type {number} */ bytes) =>
      `${(bytes / 1024 ** 3).toFixed(1)} GB`;
    throw new Failure(
      `Not enough room for the dependencies: ${gigabytes(
        free,
      )} are free on the disk of ${ROOT}, about ${gigabytes(
        INSTALL_BYTES,
      )} are needed: make room, then run this again.`,
    );
  }
}
