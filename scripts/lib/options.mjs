// Reads options from the command line; errors are shown in one line.
import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

/**
 * @param {string[]} args
 * @param {import('node:util').ParseArgsConfig['options']} options
 * @param {{ allowPositionals?: boolean }} [settings]
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 * @throws {Failure} when an option is unknown or lacks its value
 */
export function readOptions(args, options, { allowPositionals = false } = {}) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `${reason
        .split(/\. |\.?\n/)[0]
        .replace(/\.$/, '')}: --help lists what there is.`,
    );
  }
}

/**
 * @param {string} name the option, such as "--port"
 * @param {string} text
 * @returns {number}
 * @throws {Failure} when it is not the number of a port
 */
export function readPort(name, text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Failure(
      `${name} is "${text}": give the number of a port, 1 to 65535.`,
    );
  }
  return port;
}

/**
 * @param {string} name the option, such as "--state"
 * @param {string} text
 * @returns {string}
 * @throws {Failure} when it is empty, as an unset variable of a shell is
 */
export function readPath(name, text) {
  if (text.trim() === '') {
    throw new Failure(`${name} is empty: give a path.`);
  }
  return text;
}

/**
 * @param {string} name the option, such as "--speed"
 * @param {string} text
 * @returns {number}
 * @throws {Failure} when it is not a number of at least 0
 */
export function readFactor(name, text) {
  const factor = Number(text);
  if (text.trim() === '' || !Number.isFinite(factor) || factor < 0) {
    throw new Failure(`${name} is "${text}": give a number of at least 0.`);
  }
  return factor;
}
