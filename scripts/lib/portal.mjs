// Starts the portal and the sandbox, says when a browser can use them, and stops both when one of them ends.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { giveLockBack, takeLock } from './lock.mjs';
import { DEFAULT_STATE, exists, fromCaller, ROOT, shown } from './places.mjs';
import { requireFreePort } from './ports.mjs';
import { prepare } from './prepare.mjs';
import { elapsed, Progress } from './progress.mjs';
import { portalIsUsable, sandboxIsUsable, waitUntil } from './readiness.mjs';
import { START_HELP, readStartOptions } from './start-options.mjs';

/** How long the processes of a launcher that was killed may take to end, in milliseconds: a little longer than their leash gives them. */
const LEFTOVER_MS = 10_000;

/**
 * @typedef {import('./start-options.mjs').StartOptions} StartOptions
 * @typedef {import('./toolchain.mjs').Toolchain} Toolchain
 * @typedef {import('./children.mjs').Children} Children
 * @typedef {import('./workshop.mjs').Workshop} Workshop
 */

/**
 * Runs the portal until one of its processes ends.
 * @param {string[]} args of the command line
 * @param {Children} children takes the processes that are started
 * @returns {Promise<number>} the exit code, if only the help was requested
 * @throws {Failure} when the portal cannot be started, or ends
 */
export async function startPortal(args, children) {
  const options = readStartOptions(args);
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  await requireConfigs(options);
  const state = fromCaller(options.state ?? DEFAULT_STATE);
  const lock = path.join(state, 'portal.lock');
  const wasLeft = await requireState(state, lock);
  try {
    await requirePorts(options, wasLeft ? LEFTOVER_MS : 0);
    return await runPortal({ ...options, state }, children);
  } finally {
    await giveLockBack(lock);
  }
}

/**
 * @param {StartOptions & { state: string }} options
 * @param {Children} children
 * @returns {Promise<never>}
 */
async function runPortal(options, children) {
  const began = performance.now();
  const progress = new Progress();
  const workshop = {
    children,
    progress,
    logs: path.join(options.state, 'logs'),
  };
  progress.say('Starting AgentInfra');
  const tools = await prepare(workshop);
  await requirePorts(options, 0);
  const sandbox = options.aws
    ? undefined
    : startSandbox(options, tools, workshop);
  const portal = await startBackend(options, tools, workshop);
  const running = [portal, ...(sandbox ? [sandbox] : [])];
  const ended = Promise.race(running.map(failWhenEnded));
  await progress.step('Starting the portal', step =>
    Promise.race([whenUsable(options, step.activity), ended]),
  );
  announce(options, progress, performance.now() - began);
  return ended;
}

/**
 * @param {StartOptions & { state: string }} options
 * @param {Toolchain} tools
 * @param {Workshop} workshop
 */
function startSandbox(options, tools, { children, logs }) {
  return children.start({
    name: 'the AWS sandbox',
    command: [
      tools.node,
      path.join(ROOT, 'packages/aws-sandbox/bin/aws-sandbox.mjs'),
      ...['--port', String(options.sandboxPort)],
      ...['--state', path.join(options.state, 'sandbox')],
      ...(options.speed === undefined
        ? []
        : ['--speed', String(options.speed)]),
    ],
    env: tools.env,
    log: path.join(logs, 'sandbox.log'),
  });
}

/**
 * @param {StartOptions & { state: string }} options
 * @param {Toolchain} tools
 * @param {Workshop} workshop
 */
async function startBackend(options, tools, { children, progress, logs }) {
  const configs = ['app-config.yaml', 'app-config.local.yaml'];
  const present = await Promise.all(
    configs.map(async file =>
      (await exists(path.join(ROOT, file))) ? [file] : [],
    ),
  );
  const backend = children.start({
    name: 'the portal',
    command: [
      tools.node,
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/backend/src',
      ...present.flat().flatMap(file => ['--config', file]),
      ...options.config.flatMap(file => ['--config', fromCaller(file)]),
    ],
    env: {
      ...tools.env,
      // In development, it stops without waiting for open connections, such as a browser's.
      NODE_ENV: 'development',
      AGENTINFRA_PORT: String(options.port),
      AGENTINFRA_STATE: options.state,
      AGENTINFRA_SANDBOX_URL: options.aws ? '' : sandboxUrl(options),
    },
    log: path.join(logs, 'portal.log'),
    onLine: line => {
      if (/\berror\b/.test(line.slice(0, 80))) {
        progress.say(`  ${line}`);
      }
      if (line.includes('Backend startup failed')) {
        // The process keeps running, but will never answer.
        backend.signal('SIGTERM');
      }
    },
  });
  return backend;
}

/**
 * @param {StartOptions} options
 * @param {(text: string) => void} activity
 */
async function whenUsable(options, activity) {
  const checks = [
    portalIsUsable(`http://localhost:${options.port}`),
    ...(options.aws ? [] : [sandboxIsUsable(sandboxUrl(options))]),
  ];
  await waitUntil(checks, activity);
}

/**
 * @param {import('./children.mjs').Child} child
 * @returns {Promise<never>}
 */
async function failWhenEnded(child) {
  const { code, signal } = await child.ended;
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  throw new Failure(
    `${child.name} ${how}, so everything is stopped: look at the lines above, then start again.`,
    child,
  );
}

/**
 * @param {StartOptions & { state: string }} options
 * @param {Progress} progress
 * @param {number} took in milliseconds
 */
function announce(options, progress, took) {
  progress.say(`\nAgentInfra portal: http://localhost:${options.port}`);
  progress.say(
    options.aws
      ? 'Platforms are deployed to real AWS.'
      : `AWS sandbox: ${sandboxUrl(options)}`,
  );
  progress.say(
    `Ready after ${elapsed(took)}. State and logs are in ${shown(
      options.state,
    )}. Ctrl-C stops everything.`,
  );
}

/**
 * @param {StartOptions} options
 * @param {number} patienceMs how long to wait for programs that are ending and still have the ports
 */
async function requirePorts({ port, sandboxPort, aws }, patienceMs) {
  await requireFreePort(port, {
    user: 'the portal',
    option: '--port',
    patienceMs,
  });
  if (!aws) {
    await requireFreePort(sandboxPort, {
      user: 'the AWS sandbox',
      option: '--sandbox-port',
      patienceMs,
    });
  }
}

/** @param {StartOptions} options */
async function requireConfigs({ config }) {
  for (const file of config.map(fromCaller)) {
    if (!(await exists(file))) {
      throw new Failure(
        `The configuration file ${shown(
          file,
        )} does not exist: look at what --config names.`,
      );
    }
  }
}

/**
 * @param {string} state
 * @param {string} lock
 * @returns {Promise<boolean>} whether a launcher that was killed has used the folder last
 */
async function requireState(state, lock) {
  try {
    await mkdir(state, { recursive: true });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(
      `The state folder ${state} cannot be made (${code}): choose another one with --state DIR.`,
    );
  }
  const { holder, wasLeft } = await takeLock(lock);
  if (holder !== undefined) {
    throw new Failure(
      `The state folder ${shown(
        state,
      )} is in use by another portal (process ${holder}): stop that one, or choose another folder with --state DIR.`,
    );
  }
  return wasLeft;
}

/** @param {StartOptions} options */
function sandboxUrl({ sandboxPort }) {
  return `http://127.0.0.1:${sandboxPort}`;
}
