import { constants } from 'node:fs';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  Definition,
  platformEntities,
  PlatformEntityOptions,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { fillTemplate, TemplateContext } from './template';

/** The suffix of templates; the rest of the name is that of the rendered file. */
const TEMPLATE_SUFFIX = '.hbs';

/** Files and folders that tools leave in a skeleton and that never belong in a repository. */
const IGNORED = new Set([
  '.agentinfra',
  '.git',
  'cdk.out',
  'coverage',
  'dist',
  'node_modules',
]);

/** Options of {@link renderSkeleton}. */
export interface RenderOptions {
  /** The folder of the skeleton. */
  readonly skeleton: string;
  /** The folder that becomes the repository; it is created if necessary. */
  readonly target: string;
  /** The complete definition of the platform. */
  readonly definition: Definition;
  /** What the catalog shows beyond the definition. */
  readonly entities: PlatformEntityOptions;
  /** Cancels the rendering. */
  readonly signal?: AbortSignal;
}

/**
 * Renders a skeleton into the repository of a platform.
 *
 * Files that end in `.hbs` are templates and are filled in; all others are copied byte for byte. Each agent gets the folder
 * `agents/<name>/`, a copy of the starter for its protocol.
 *
 * @returns the paths of the files that were written, relative to the target, sorted
 * @throws Error if the skeleton contains a symbolic link or lacks the starter of an agent, or a template cannot be filled in
 */
export async function renderSkeleton(
  options: RenderOptions,
): Promise<string[]> {
  const { skeleton, target, definition, signal } = options;
  const context: TemplateContext = {
    definition,
    platformId: platformId(definition),
    entities: platformEntities(definition, options.entities),
  };
  const files = await listFiles(skeleton);
  const planned = [
    ...files.map(file => ({ from: file, to: file })),
    ...agentFiles(definition, files),
  ].map(({ from, to }) => ({ from, to: targetName(to) }));

  for (const folder of new Set(planned.map(({ to }) => dirname(to)))) {
    await mkdir(resolveSafeChildPath(target, folder), { recursive: true });
  }
  await Promise.all(
    planned.map(async ({ from, to }) => {
      signal?.throwIfAborted();
      const source = join(skeleton, from);
      const destination = resolveSafeChildPath(target, to);
      if (from.endsWith(TEMPLATE_SUFFIX)) {
        const text = await readFile(source, 'utf8');
        await writeFile(destination, fillTemplate(from, text, context));
      } else {
        await copyFile(source, destination, constants.COPYFILE_FICLONE);
      }
    }),
  );
  return planned.map(({ to }) => to).sort();
}

/** The paths of all files of a skeleton, relative to it. */
async function listFiles(root: string, folder = '.'): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !IGNORED.has(name))
      .map(async entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          return listFiles(root, path);
        }
        if (!entry.isFile()) {
          throw new Error(
            `The skeleton holds ${path}, which is a symbolic link or not a file at all: put the file itself there`,
          );
        }
        return [path];
      }),
  );
  return nested.flat();
}

/** The files for the folder of each agent, from the starter for its protocol. */
function agentFiles(
  definition: Definition,
  files: readonly string[],
): { from: string; to: string }[] {
  return definition.agents.flatMap(agent => {
    const starter = join('starters', agent.protocol.toLowerCase(), '/');
    const own = files.filter(file => file.startsWith(starter));
    if (own.length === 0) {
      throw new Error(
        `The skeleton has no starter for the protocol ${agent.protocol} of the agent ${agent.name}: it needs the folder ${starter}`,
      );
    }
    return own.map(file => ({
      from: file,
      to: join('agents', agent.name, file.slice(starter.length)),
    }));
  });
}

function targetName(path: string): string {
  return path.endsWith(TEMPLATE_SUFFIX)
    ? path.slice(0, -TEMPLATE_SUFFIX.length)
    : path;
}
