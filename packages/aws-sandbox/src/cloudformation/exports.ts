import type { Place } from '../state/place';
import type { OutputRecord, StackRecord } from '../state/records';

/** An export and its stack. */
export interface Export {
  readonly name: string;
  readonly value: string;
  readonly stack: StackRecord;
}

/** The exports of a place, sorted by name. */
export function exportsOf(place: Place): Export[] {
  return place
    .liveStacks()
    .flatMap(stack =>
      stack.result.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value, stack }],
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names of the stacks that import an export, or are about to. */
export function importersOf(place: Place, name: string): string[] {
  return place
    .liveStacks()
    .filter(({ result, operation }) =>
      [...result.imports, ...(operation?.imports ?? [])].includes(name),
    )
    .map(stack => stack.name);
}

/**
 * Checks new outputs of a stack: their exports must not exist elsewhere, and exports that are in use must not change.
 *
 * @param outputs - the new outputs; none when the stack is deleted
 * @returns CloudFormation's reason if they are not allowed
 */
export function exportProblem(
  place: Place,
  stack: StackRecord,
  outputs: OutputRecord[],
): string | undefined {
  const wanted = new Map(
    outputs.map(({ exportName, value }) => [exportName, value]),
  );
  const others = exportsOf(place).filter(one => one.stack !== stack);
  const taken = others.find(({ name }) => wanted.has(name));
  if (taken) {
    return `Export with name ${taken.name} is already exported by stack ${taken.stack.name}`;
  }
  for (const { exportName, value } of stack.result.outputs) {
    const users = exportName ? importersOf(place, exportName) : [];
    if (users.length > 0 && wanted.get(exportName) !== value) {
      const change = wanted.has(exportName) ? 'updated' : 'deleted';
      return `Export ${exportName} cannot be ${change} as it is in use by ${users.join(
        ' and ',
      )}`;
    }
  }
  return undefined;
}
