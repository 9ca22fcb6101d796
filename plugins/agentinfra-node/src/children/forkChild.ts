import { ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, extname, join } from 'node:path';

/** What of the portal's environment a child process gets to see: nothing that could hold a secret. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'XDG_CACHE_HOME',
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

/** What rendered repositories use: a child process finds these packages, wherever the code that it loads lies. */
const HOST_PACKAGES = [
  '@aws-sdk/client-bedrock-agentcore',
  '@aws-sdk/client-bedrock-runtime',
  '@modelcontextprotocol/sdk',
  'aws-cdk-lib',
  'constructs',
  'esbuild',
  'zod',
];

/**
 * Starts a module of this package as a child process. It resolves packages as the portal does and sees none of the portal's secrets.
 *
 * @param entry - the name under which the package exports the module, such as `synthesis-child`
 * @param environment - what else the environment of the child holds
 */
export function forkChild(
  entry: string,
  environment: Record<string, string>,
): ChildProcess {
  const file = require.resolve(
    `@agentinfra/backstage-plugin-agentinfra-node/${entry}`,
  );
  return fork(file, [], {
    env: {
      ...passedOnEnvironment(),
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_PATH: nodePath(),
      ...environment,
    },
    execArgv: extname(file) === '.ts' ? ['--require', nodeTransform()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
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
  return [...new Set(HOST_PACKAGES.map(folderOfPackage))].join(delimiter);
}

/** The `node_modules` folder that a package lies in; its `package.json` may be out of reach of `require`. */
function folderOfPackage(name: string): string {
  const folder = require.resolve
    .paths(name)
    ?.find(path => existsSync(join(path, name, 'package.json')));
  if (!folder) {
    throw new Error(
      `The package ${name} is not installed beside @agentinfra/backstage-plugin-agentinfra-node: install the dependencies again`,
    );
  }
  return folder;
}

/** What lets Node.js run the TypeScript of a workspace in place; a published package needs none. */
function nodeTransform(): string {
  return require.resolve('@backstage/cli/config/nodeTransform.cjs');
}
