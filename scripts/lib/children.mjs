// The processes that the launcher starts: each on a leash, with its output in a log file, all ended together.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Failure, knownCause } from './failure.mjs';
import { ROOT } from './places.mjs';

const LEASH = fileURLToPath(new URL('./leash.mjs', import.meta.url));
/** How many of the last lines are kept to be shown when a child fails. */
const LAST_LINES = 15;
/** The leash kills its group sooner; this is for a leash that hangs. In milliseconds. */
const STOP_MS = 10_000;

/**
 * What to start.
 * @typedef {object} Command
 * @property {string} name what it is called in messages, such as "the portal"
 * @property {string[]} command program and arguments
 * @property {string} [cwd] the repository's root by default
 * @property {Record<string, string | undefined>} [env] added to the launcher's own environment
 * @property {string} [log] file that takes the output; without it the output goes where the launcher's goes
 * @property {(line: string) => void} [onLine] sees each line of the output; needs `log`
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
   * Starts a child that stays.
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
   * @param {Command & { purpose: string }} options `purpose` is what fails when the child fails, such as "Installing the dependencies"
   * @returns {Promise<void>}
   * @throws {Failure} when the child ends with anything but 0, with the cause when it is a known one
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
   * Ends all children and waits until none is left. No child can be started any more.
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
 * Makes room for a log file; the one of the run before stays beside it.
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
