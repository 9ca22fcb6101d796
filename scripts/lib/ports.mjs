import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/**
 * Makes sure that a port is free on this machine.
 * @param {number} port
 * @param {{ user: string, option: string }} use who wants the port, and the option that chooses another one
 * @returns {Promise<void>}
 * @throws {Failure} when it is taken, or may not be opened
 */
export async function requireFreePort(port, { user, option }) {
  const server = createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(undefined));
    });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why =
      code === 'EADDRINUSE'
        ? 'is taken by another program'
        : `cannot be opened (${code})`;
    throw new Failure(
      `Port ${port}, which ${user} needs, ${why}: stop that program, or choose another port with ${option} N.`,
    );
  } finally {
    server.close();
  }
}
