import { ChildProcess, fork } from 'node:child_process';
import { dirname, extname } from 'node:path';

/** What of the portal's environment a child process gets to see: nothing that could hold a secret. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LANG',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/** The packages whose folders a child process finds packages in, wherever the code that it loads lies. */
const HOST_PACKAGES = [
  'aws-cdk-lib',
  'constructs',
  'zod',
  'esbuild',
  'cdk-nag',
];

/**
 * Starts a module of this package as a child process with which the portal talks by messages.
 *
 * The child resolves packages as the portal does, sees none of the portal's secrets, and keeps what it prints to itself.
 *
 * @param entry - the name under which the package exports the module, such as `synthesis-child`
 * @param environment - what else the environment of the child holds
 */
export function forkChild(
  entry: string,
  environment: Record<string, string> = {},
): ChildProcess {
  const file = require.resolve(
    `@agentinfra/backstage-plugin-agentinfra-node/${entry}`,
  );
  return fork(file, [], {
    env: { ...passedOnEnvironment(), NODE_PATH: nodePath(), ...environment },
    execArgv: extname(file) === '.ts' ? ['--require', nodeTransform()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function passedOnEnvironment(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The folders in which the host keeps the packages that rendered repositories use. */
function nodePath(): string {
  const folders = HOST_PACKAGES.map(name =>
    dirname(dirname(require.resolve(`${name}/package.json`))),
  );
  return [...new Set(folders)].join(process.platform === 'win32' ? ';' : ':');
}

/** What lets Node.js run the TypeScript of a workspace in place; a published package needs none. */
function nodeTransform(): string {
  return require.resolve('@backstage/cli/config/nodeTransform.cjs');
}
