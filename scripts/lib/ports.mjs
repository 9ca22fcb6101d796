import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/** Milliseconds between two checks of a port. */
const POLL_MS = 100;

/**
 * Makes sure that a port is free on this machine.
 * @param {number} port
 * @param {{ user: string, option: string, patienceMs: number }} use who needs the port, the option that chooses another one, and how
 *   long to wait for a program that is ending and still has it, in milliseconds
 * @returns {Promise<void>}
 * @throws {Failure} when it is taken, or may not be opened
 */
export async function requireFreePort(port, { user, option, patienceMs }) {
  const deadline = performance.now() + patienceMs;
  let trouble = await troubleWith(port);
  while (trouble === 'EADDRINUSE' && performance.now() < deadline) {
    await sleep(POLL_MS);
    trouble = await troubleWith(port);
  }
  if (trouble) {
    const why =
      trouble === 'EADDRINUSE'
        ? 'is taken by another program'
        : `cannot be opened (${trouble})`;
    throw new Failure(
      `Port ${port}, which ${user} needs, ${why}: stop that program, or choose another port with ${option} N.`,
    );
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | undefined>} the code of the error with which it cannot be opened
 */
async function troubleWith(port) {
  const server = createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(undefined));
    });
    return undefined;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code;
  } finally {
    server.close();
  }
}
