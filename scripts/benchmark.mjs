#!/usr/bin/env node
// Measures what docs/performance.md holds: `node scripts/benchmark.mjs [--fresh] [--runs N]`. Linux only; on a machine that does nothing else.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readOptions } from './lib/options.mjs';
import { ROOT } from './lib/places.mjs';

const run = promisify(execFile);
const PORT = 7917;
const SANDBOX_PORT = 4917;
const URL_ = `http://localhost:${PORT}`;
const WATCH = fileURLToPath(
  new URL('./lib/watch-event-loop.cjs', import.meta.url),
);

const { values } = readOptions(process.argv.slice(2), {
  fresh: { type: 'boolean', default: false },
  runs: { type: 'string', default: '3' },
});
const work = await mkdtemp(path.join(tmpdir(), 'agentinfra-benchmark-'));
try {
  if (values.fresh) {
    await measureFreshStart();
  }
  await measurePlatforms(Number(values.runs));
} finally {
  await rm(work, { recursive: true, force: true });
}

/** A start in a clone in which nothing is there yet. */
async function measureFreshStart() {
  const clone = path.join(work, 'clone');
  await run('git', ['clone', '--quiet', ROOT, clone]);
  const portal = await startPortal(clone, path.join(work, 'fresh'));
  print('fresh npm start until usable', portal.seconds, 's');
  await portal.stop();
}

/** A start in this folder, and the typical platform as often as wanted, each under a name of its own. */
async function measurePlatforms(/** @type {number} */ runs) {
  const loop = path.join(work, 'event-loop.json');
  const portal = await startPortal(ROOT, path.join(work, 'state'), {
    NODE_OPTIONS: `--require ${WATCH}`,
    AGENTINFRA_EVENT_LOOP: loop,
  });
  print('second npm start until usable', portal.seconds, 's');
  try {
    await measureUse(portal, runs);
    const { p99, max } = JSON.parse(await readFile(loop, 'utf8'));
    print('event loop delay of the backend in use, p99', p99, 'ms');
    print('event loop delay of the backend in use, longest', max, 'ms');
  } finally {
    await portal.stop();
  }
}

/**
 * @param {{ memory: () => Promise<number> }} portal
 * @param {number} runs
 */
async function measureUse(portal, runs) {
  print('memory when idle', await portal.memory(), 'MiB');
  const form = JSON.parse(
    await readFile(path.join(ROOT, 'examples/forms/typical.json'), 'utf8'),
  );
  for (let index = 1; index <= runs; index += 1) {
    const label = index === 1 ? 'first platform' : `platform ${index}`;
    const steps = await createPlatform({
      ...form,
      name: `measured-${index}`,
      account: `${index}`.repeat(12),
    });
    for (const [step, seconds] of steps) {
      print(`${label}: ${step}`, seconds, 's');
    }
  }
  print('memory after that', await portal.memory(), 'MiB');
}

/**
 * @param {string} folder checkout to start
 * @param {string} state
 * @param {Record<string, string>} [env]
 */
async function startPortal(folder, state, env = {}) {
  const began = performance.now();
  const launcher = spawn(
    process.execPath,
    [
      path.join(folder, 'scripts/start.mjs'),
      ...['--port', String(PORT), '--sandbox-port', String(SANDBOX_PORT)],
      ...['--state', state, '--speed', '0'],
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise(resolve => launcher.once('close', resolve));
  for await (const line of createInterface({ input: launcher.stdout })) {
    if (line.startsWith('AgentInfra portal:')) {
      break;
    }
  }
  launcher.stdout.resume();
  return {
    seconds: (performance.now() - began) / 1000,
    memory: () => memoryOf(Number(launcher.pid)),
    stop: () => {
      launcher.kill('SIGTERM');
      return ended;
    },
  };
}

/**
 * @param {Record<string, unknown>} values of the form
 * @returns {Promise<Array<[step: string, seconds: number]>>} how long each step took, and the whole
 */
async function createPlatform(values) {
  const session = await fetch(`${URL_}/api/auth/guest/refresh`);
  const { backstageIdentity } = await session.json();
  const headers = {
    authorization: `Bearer ${backstageIdentity.token}`,
    'content-type': 'application/json',
  };
  const began = performance.now();
  const created = await fetch(`${URL_}/api/scaffolder/v2/tasks`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      templateRef: 'template:default/bedrock-agent-platform',
      values,
    }),
  });
  const { id, ...answer } = await created.json();
  if (!id) {
    throw new Error(`Create was refused: ${JSON.stringify(answer)}`);
  }
  const events = await readEvents(
    `${URL_}/api/scaffolder/v2/tasks/${id}/eventstream`,
    headers,
  );
  const whole = (performance.now() - began) / 1000;
  const last = events.find(({ type }) => type === 'completion');
  if (!last?.body.message.endsWith('status: completed')) {
    throw new Error(events.map(({ body }) => body.message).join('\n'));
  }
  return [...stepTimes(events), ['from Create to the catalog', whole]];
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function readEvents(url, headers) {
  const response = await fetch(url, { headers });
  const events = [];
  let rest = '';
  const text = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
  for await (const chunk of text) {
    const messages = (rest + chunk).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (data) {
        events.push(JSON.parse(data));
      }
    }
    if (events.some(({ type }) => type === 'completion')) {
      break;
    }
  }
  return events;
}

/**
 * @param {Array<{ createdAt: string, body: { message: string } }>} events
 * @returns {Array<[step: string, seconds: number]>}
 */
function stepTimes(events) {
  const at = (/** @type {string} */ message) => {
    const event = events.find(({ body }) => body.message === message);
    return event ? Date.parse(event.createdAt) : undefined;
  };
  return events.flatMap(({ body }) => {
    const name = /^Beginning step (.*)$/.exec(body.message)?.[1];
    const end = name && at(`Finished step ${name}`);
    const begin = at(body.message);
    return name && end && begin
      ? /** @type {Array<[string, number]>} */ ([[name, (end - begin) / 1000]])
      : [];
  });
}

/**
 * @param {number} ancestor id of a process
 * @returns {Promise<number>} resident memory of the processes that it started, in MiB
 */
async function memoryOf(ancestor) {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const processes = await Promise.all(
    ids.map(async id => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(
        () => '',
      );
      const field = (/** @type {string} */ name) =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      return { id: Number(id), parent: field('PPid'), kib: field('VmRSS') };
    }),
  );
  /** @type {(parent: number) => number} */
  const below = parent =>
    processes
      .filter(process_ => process_.parent === parent)
      .reduce((sum, { id, kib }) => sum + kib + below(id), 0);
  return below(ancestor) / 1024;
}

/**
 * Prints a row of the table in docs/performance.md.
 * @param {string} what
 * @param {number} value
 * @param {string} unit
 */
function print(what, value, unit) {
  process.stdout.write(
    `| ${what} | ${value.toFixed(value < 10 ? 2 : 0)} ${unit} |\n`,
  );
}
