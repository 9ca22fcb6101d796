import { Failure } from './failure.mjs';
import { readFactor, readOptions, readPath, readPort } from './options.mjs';

export const START_HELP = `Starts the AgentInfra portal and the AWS sandbox. The first time it gets what is missing and builds the front end.

Usage: npm start -- [options]

  --port N           port of the portal (default 7007)
  --sandbox-port N   port of the AWS sandbox (default 4566)
  --state DIR        folder for databases, the sandbox's state, local repositories and logs (default .agentinfra)
  --speed FACTOR     share of the time that AWS takes which the sandbox takes; 0 is as fast as it can
  --aws              deploys to real AWS, and starts no sandbox
  --config FILE      a further Backstage configuration file; may be given more than once
  --help             shows this

Two portals run side by side when each has its own --port, --sandbox-port and --state.
`;

/**
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {number} sandboxPort
 * @property {string | undefined} state as it was typed
 * @property {number | undefined} speed
 * @property {boolean} aws
 * @property {string[]} config
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {StartOptions}
 * @throws {Failure} when an option is unknown or its value makes no sense
 */
export function readStartOptions(args) {
  const { values } = readOptions(args, {
    port: { type: 'string', default: '7007' },
    'sandbox-port': { type: 'string', default: '4566' },
    state: { type: 'string' },
    speed: { type: 'string' },
    aws: { type: 'boolean', default: false },
    config: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const port = readPort('--port', values.port);
  const sandboxPort = readPort('--sandbox-port', values['sandbox-port']);
  if (port === sandboxPort && !values.aws) {
    throw new Failure(
      `The portal and the AWS sandbox cannot share port ${port}: give --port and --sandbox-port different numbers.`,
    );
  }
  return {
    port,
    sandboxPort,
    state:
      values.state === undefined
        ? undefined
        : readPath('--state', values.state),
    speed:
      values.speed === undefined
        ? undefined
        : readFactor('--speed', values.speed),
    aws: values.aws,
    config: values.config.map((/** @type {string} */ file) =>
      readPath('--config', file),
    ),
    help: values.help,
  };
}
