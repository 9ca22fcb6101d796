import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AgentDefinition } from '../definition';
import { Bundle, bundlePrograms, PROGRAM_SOURCE } from '../shared/bundles';

/** The code of an agent in one file. */
export interface AgentBundle extends Bundle {
  /** The Dockerfile of the agent: its own if it has one, else the one that agents share. */
  readonly dockerfile: string;
}

/**
 * Bundles the code of all agents.
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
  const bundles = bundlePrograms(root, folders);
  return new Map(
    agents.map(({ name }, index) => [
      name,
      { ...bundles[index], dockerfile: dockerfileOf(root, folders[index]) },
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
  if (!existsSync(join(root, folder, PROGRAM_SOURCE))) {
    throw new Error(
      `The agent ${name} has no code: ${join(
        folder,
        PROGRAM_SOURCE,
      )} is missing. ` +
        `Begin with the starter: cp -r starters/${protocol.toLowerCase()} ${folder}`,
    );
  }
  return join(root, folder);
}
