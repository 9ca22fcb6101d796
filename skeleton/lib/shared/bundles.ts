import { BuildOptions, buildSync } from 'esbuild';
import { createHash, Hash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';

/** The entry point of a program, in its folder. */
export const PROGRAM_SOURCE = 'main.ts';

/** A program in one file. */
export interface Bundle {
  /** The code: JavaScript that needs nothing but Node.js 22. */
  readonly code: Uint8Array;
  /** Hash of the sources: of the program's folder, of `agent-kit/`, and of the versions of packages. */
  readonly hash: string;
}

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // The page of the console.
  loader: { '.html': 'text', '.css': 'text', '.client.js': 'text' },
} satisfies BuildOptions;

/**
 * Bundles programs with esbuild, in one run and without Docker. Those whose sources are the same, such as starters that
 * nobody changed yet, are bundled once; what was bundled before comes from the cache in `node_modules`.
 *
 * @param root - folder of the repository
 * @param folders - the folders of the programs, each with a {@link PROGRAM_SOURCE}
 * @returns the bundles, in the order of the folders
 * @throws if a program does not compile
 */
export function bundlePrograms(
  root: string,
  folders: readonly string[],
): readonly Bundle[] {
  const shared = hashShared(root);
  const hashes = folders.map(folder => hashSources(shared.copy(), folder));
  const cache = new BundleCache();
  const code = new Map<string, Uint8Array>();
  const missing = new Map<string, string>();
  hashes.forEach((hash, index) => {
    const cached = code.get(hash) ?? cache.read(hash);
    if (cached) {
      code.set(hash, cached);
    } else {
      missing.set(hash, folders[index]);
    }
  });
  build(missing).forEach((contents, hash) => {
    cache.write(hash, contents);
    code.set(hash, contents);
  });
  return hashes.map(hash => ({ hash, code: code.get(hash) as Uint8Array }));
}

/** Bundles the programs of folders, by the hashes of their sources. */
function build(
  folders: ReadonlyMap<string, string>,
): ReadonlyMap<string, Uint8Array> {
  if (folders.size === 0) {
    return new Map();
  }
  const { outputFiles } = buildSync({
    ...OPTIONS,
    entryPoints: [...folders].map(([hash, folder]) => ({
      in: resolve(folder, PROGRAM_SOURCE),
      out: hash,
    })),
    outdir: 'bundles',
    write: false,
    logLevel: 'error',
    nodePaths: packageFolders(),
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [basename(path, '.js'), contents]),
  );
}

/** Bundles of earlier runs. They are used until sources, packages, or options change. */
class BundleCache {
  private readonly folder: string;

  constructor() {
    const packages = packageFolders();
    const key = createHash('sha256').update(JSON.stringify(OPTIONS));
    packages.flatMap(installTimes).forEach(time => key.update(` ${time}`));
    this.folder = join(
      packages[packages.length - 1],
      '.cache',
      'agent-platform',
      key.digest('hex').slice(0, 16),
    );
  }

  read(hash: string): Uint8Array | undefined {
    const file = join(this.folder, hash);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  write(hash: string, code: Uint8Array): void {
    const file = join(this.folder, hash);
    const draft = `${file}.${process.pid}`;
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(draft, code);
      renameSync(draft, file);
    } catch {
      // Where packages are read-only there is no cache, and everything works without one.
    }
  }
}

/** The files that package managers write at each installation. */
const INSTALL_STATES = ['.package-lock.json', '.yarn-state.yml'];

function installTimes(folder: string): number[] {
  return INSTALL_STATES.map(name => join(folder, name))
    .filter(existsSync)
    .map(file => statSync(file).mtimeMs);
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
 * Where packages are found besides the folders above the program: where this app itself finds them, so that a repository
 * can be synthesized without being installed.
 */
function packageFolders(): string[] {
  return [
    ...(process.env.NODE_PATH ?? '').split(delimiter).filter(Boolean),
    dirname(dirname(require.resolve('esbuild/package.json'))),
  ];
}
