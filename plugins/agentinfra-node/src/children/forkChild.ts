import { ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The environment variables of the portal that every child process gets: none that could hold a secret. */
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
];

const PACKAGE = '@agentinfra/backstage-plugin-agentinfra-node';

/**
 * Starts a module of this package as a child process. It resolves packages as the portal does and sees none of the portal's secrets.
 *
 * @param entry - the name under which the package exports the module, such as `synthesis-child`
 * @param environment - further environment variables
 * @param nodeOptions - command line options of Node.js
 * @throws Error if a dependency of this package is not installed
 */
export function forkChild(
  entry: string,
  environment: Record<string, string>,
  nodeOptions: readonly string[],
): ChildProcess {
  const file = require.resolve(`${PACKAGE}/${entry}`);
  return fork(file, [], {
    env: {
      ...passedOn(PASSED_ON),
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_PATH: nodePath(),
      ...environment,
    },
    execArgv: [
      ...nodeOptions,
      ...(extname(file) === '.ts' ? ['--require', nodeTransform()] : []),
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Picks environment variables of the portal; those that are not set are left out. */
export function passedOn(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The folders of all dependencies of this package: rendered repositories find their imports there, wherever they are. */
function nodePath(): string {
  const { dependencies } = JSON.parse(
    readFileSync(resolvePackagePath(PACKAGE, 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string> };
  const folders = Object.keys(dependencies).map(folderOfPackage);
  return [...new Set(folders)].join(delimiter);
}

/** The `node_modules` folder of a package. It is searched for by hand, because a package need not export its `package.json`. */
function folderOfPackage(name: string): string {
  const folder = require.resolve
    .paths(name)
    ?.find(path => existsSync(join(path, name, 'package.json')));
  if (!folder) {
    throw new Error(
      `The package ${name}, which ${PACKAGE} depends on, is not installed: install the dependencies again`,
    );
  }
  return folder;
}

/** Backstage's transform, with which Node.js runs TypeScript sources in place; a published package does not need it. */
function nodeTransform(): string {
  return require.resolve('@backstage/cli/config/nodeTransform.cjs');
}
