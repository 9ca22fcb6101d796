import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { AgentDefinition } from '../definition';

/** What {@link AgentCode} is told. */
export interface AgentCodeProps {
  /** The agent. */
  readonly agent: AgentDefinition;
  /** Folder of all agents' folders. */
  readonly agentsFolder: string;
}

/** The file in an agent's folder that it starts with. */
export const AGENT_SOURCE = 'main.ts';

/** The file in the bundle that the runtime starts. */
export const AGENT_ENTRYPOINT = 'main.js';

/**
 * The code of an agent: its folder, bundled by esbuild into one file (some milliseconds, no Docker), as an asset whose hash
 * is that of the bundle, so that nothing is deployed that did not change.
 */
export class AgentCode extends Asset {
  /**
   * @throws if the agent has no folder, with the way to make one
   */
  constructor(
    scope: Construct,
    id: string,
    { agent, agentsFolder }: AgentCodeProps,
  ) {
    const folder = agentFolder(agentsFolder, agent);
    const bundleFolder = mkdtempSync(join(tmpdir(), 'agent-'));
    try {
      bundle(join(folder, AGENT_SOURCE), join(bundleFolder, AGENT_ENTRYPOINT));
      // The asset is copied to the assembly at once.
      super(scope, id, { path: bundleFolder });
    } finally {
      rmSync(bundleFolder, { recursive: true });
    }
  }
}

/**
 * The folder of an agent.
 *
 * @param agentsFolder - folder of all agents' folders
 * @param agent - the agent
 * @throws if there is none, with the way to make one
 */
export function agentFolder(
  agentsFolder: string,
  { name, protocol }: AgentDefinition,
): string {
  const folder = join(agentsFolder, name);
  if (!existsSync(join(folder, AGENT_SOURCE))) {
    throw new Error(
      `The agent ${name} has no code: ${join(
        'agents',
        name,
        AGENT_SOURCE,
      )} is missing. Begin with the starter: cp -r starters/${protocol.toLowerCase()} agents/${name}`,
    );
  }
  return folder;
}

function bundle(entryPoint: string, outfile: string): void {
  buildSync({
    entryPoints: [resolve(entryPoint)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'error',
    nodePaths: packageFolders(),
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
