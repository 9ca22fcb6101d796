import type { PlannedStack } from '@agentinfra/backstage-plugin-agentinfra-common';
import { isInProgress, type StackState } from './state';

/**
 * The stacks that can be deployed at once: neither they nor any stack that they depend on are in progress.
 *
 * @param planned - all stacks, each after those that it depends on
 * @param states - the stacks that exist, by name
 * @returns their names
 */
export function independentStacks(
  planned: readonly PlannedStack[],
  states: ReadonlyMap<string, StackState>,
): string[] {
  const waiting = new Set<string>();
  for (const { name, dependsOn } of planned) {
    const { status = '' } = states.get(name) ?? {};
    if (isInProgress(status) || dependsOn.some(other => waiting.has(other))) {
      waiting.add(name);
    }
  }
  return planned.map(({ name }) => name).filter(name => !waiting.has(name));
}
