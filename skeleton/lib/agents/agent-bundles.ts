import { buildSync } from 'esbuild';
import { createHash, Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { AgentDefinition } from '../definition';

/** The file in an agent's folder that it starts with. */
const SOURCE = 'main.ts';

/** The code of an agent in one file. */
export interface AgentBundle {
  /** The code: JavaScript that needs nothing but Node.js 22. */
  readonly code: Uint8Array;
  /** The Dockerfile of the agent: its own if it has one, else the one that agents share. */
  readonly dockerfile: string;
  /** Hash of the sources: of the agent's folder, of what agents share, and of the versions of packages. */
  readonly hash: string;
}

/**
 * Bundles the code of all agents by esbuild, in one go and without Docker. Agents whose sources are the same, such as
 * starters that nobody changed yet, are bundled once.
 *
 * @param root - folder of the repository, in which `agents/` is
 * @param agents - the agents
 * @returns the bundle of each agent, by its name
 * @throws if an agent has no folder, with the way to make one, or if its code does not compile
 */
export function bundleAgents(
  root: string,
  agents: readonly AgentDefinition[],
): ReadonlyMap<string, AgentBundle> {
  const folders = agents.map(agent => agentFolder(root, agent));
  const shared = hashShared(root);
  const hashes = folders.map(folder => hashSources(shared.copy(), folder));
  const distinct = new Map(hashes.map((hash, index) => [hash, folders[index]]));
  const { outputFiles } = buildSync({
    entryPoints: [...distinct].map(([hash, folder]) => ({
      in: resolve(folder, SOURCE),
      out: hash,
    })),
    outdir: 'bundles',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    nodePaths: packageFolders(),
  });
  const code = new Map(
    outputFiles.map(({ path, contents }) => [basename(path, '.js'), contents]),
  );
  return new Map(
    agents.map(({ name }, index) => [
      name,
      {
        hash: hashes[index],
        code: code.get(hashes[index]) as Uint8Array,
        dockerfile: dockerfileOf(root, folders[index]),
      },
    ]),
  );
}

function dockerfileOf(root: string, folder: string): string {
  const own = join(folder, 'Dockerfile');
  return existsSync(own) ? own : join(root, 'agent-kit', 'Dockerfile');
}

function agentFolder(
  root: string,
  { name, protocol }: AgentDefinition,
): string {
  const folder = join('agents', name);
  if (!existsSync(join(root, folder, SOURCE))) {
    throw new Error(
      `The agent ${name} has no code: ${join(folder, SOURCE)} is missing. ` +
        `Begin with the starter: cp -r starters/${protocol.toLowerCase()} ${folder}`,
    );
  }
  return join(root, folder);
}

function hashShared(root: string): Hash {
  const hash = createHash('sha256');
  const lock = join(root, 'package-lock.json');
  if (existsSync(lock)) {
    hash.update(readFileSync(lock));
  }
  addFolder(hash, join(root, 'agent-kit'));
  return hash;
}

function hashSources(hash: Hash, folder: string): string {
  addFolder(hash, folder);
  return hash.digest('hex');
}

function addFolder(hash: Hash, folder: string, prefix = ''): void {
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.endsWith('.test.ts'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .forEach(entry => {
      const path = join(folder, entry.name);
      const name = `${prefix}/${entry.name}`;
      if (entry.isDirectory()) {
        addFolder(hash, path, name);
      } else {
        hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
      }
    });
}

/**
 * Where packages are found besides the folders above the agent: where this app itself finds them, for whoever synthesizes
 * the repository without installing it.
 */
function packageFolders(): string[] {
  return [
    ...(process.env.NODE_PATH ?? '').split(delimiter).filter(Boolean),
    dirname(dirname(require.resolve('esbuild/package.json'))),
  ];
}
