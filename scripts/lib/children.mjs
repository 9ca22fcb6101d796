// The processes of the launcher: each is on a leash and may have a log file, and all are ended together.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Failure, knownCause } from './failure.mjs';
import { ROOT } from './places.mjs';

const LEASH = fileURLToPath(new URL('./leash.mjs', import.meta.url));
/** How many of the last lines of output are kept, to be shown if the child fails. */
const LAST_LINES = 15;
/** How long children may take to end. Their leashes kill them sooner, unless a leash hangs. In milliseconds. */
const STOP_MS = 10_000;

/**
 * A command to start.
 * @typedef {object} Command
 * @property {string} name its name in messages, such as "the portal"
 * @property {string[]} command program and arguments
 * @property {string} [cwd] the repository's root by default
 * @property {Record<string, string | undefined>} [env] added to the launcher's own environment
 * @property {string} [log] the file for its output; without it, the output goes where the launcher's goes
 * @property {(line: string) => void} [onLine] called with each line of output; requires `log`
 */

/**
 * A child that was started.
 * @typedef {object} Child
 * @property {string} name
 * @property {string | undefined} log
 * @property {string[]} lastLines
 * @property {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} ended settles when the child and its output have ended
 * @property {(signal: NodeJS.Signals) => void} signal
 */

export class Children {
  /** @type {Set<Child>} */
  #running = new Set();
  #closed = false;

  /**
   * Starts a child and returns while it runs.
   * @param {Command} options
   * @returns {Child}
   */
  start({ name, command, cwd = ROOT, env = {}, log, onLine }) {
    if (this.#closed) {
      throw new Failure(`Stopped before ${name} could start.`);
    }
    if (log) {
      makeRoomFor(log);
    }
    const process_ = spawn(process.execPath, [LEASH, log ?? '', ...command], {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', log ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    });
    /** @type {string[]} */
    const lastLines = [];
    const ended = new Promise((resolve, reject) => {
      process_.on('error', reject);
      process_.on('exit', () => signalGroup(process_.pid, 'SIGKILL'));
      process_.on('close', (code, signal) => resolve({ code, signal }));
    });
    if (process_.stdout) {
      createInterface({ input: process_.stdout }).on('line', line => {
        lastLines.push(line);
        lastLines.splice(0, lastLines.length - LAST_LINES);
        onLine?.(line);
      });
    }
    /** @type {Child} */
    const child = {
      name,
      log,
      lastLines,
      ended,
      signal: signal => signalGroup(process_.pid, signal),
    };
    this.#running.add(child);
    const forget = () => this.#running.delete(child);
    ended.then(forget, forget);
    return child;
  }

  /**
   * Runs a child to its end.
   * @param {Command & { purpose: string }} options `purpose` names what fails if the child does, such as "Installing the dependencies"
   * @returns {Promise<void>}
   * @throws {Failure} when the exit code is not 0; names the cause if it is known
   */
  async run({ purpose, ...options }) {
    const child = this.start(options);
    const { code, signal } = await child.ended;
    if (code !== 0) {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      const cause = knownCause(child.lastLines.join('\n'));
      throw new Failure(
        `${purpose} failed: ${cause ?? `${child.name} ${how}`}.`,
        child,
      );
    }
  }

  /**
   * Ends all children, and waits for that. After that, no child can be started.
   * @returns {Promise<void>}
   */
  async stop() {
    this.#closed = true;
    const running = [...this.#running];
    for (const child of running) {
      child.signal('SIGTERM');
    }
    const timer = setTimeout(() => this.kill(), STOP_MS);
    await Promise.allSettled(running.map(child => child.ended));
    clearTimeout(timer);
  }

  /** Kills all children at once. */
  kill() {
    this.#closed = true;
    for (const child of this.#running) {
      child.signal('SIGKILL');
    }
  }
}

/**
 * Makes room for a log file, and keeps that of the previous run beside it.
 * @param {string} log
 */
function makeRoomFor(log) {
  mkdirSync(path.dirname(log), { recursive: true });
  if (existsSync(log)) {
    renameSync(log, log.replace(/\.log$/, '.previous.log'));
  }
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function signalGroup(leader, signal) {
  if (leader === undefined) {
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // The group has ended.
  }
}
