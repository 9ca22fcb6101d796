import type { Place } from '../state/place';
import type { OutputRecord, StackRecord } from '../state/records';

/** An export with the stack that has it. */
export interface Export {
  name: string;
  value: string;
  stack: StackRecord;
}

/** The exports of a place, in the order of their names. */
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
 * Why a stack cannot have other outputs: they would take an export from others, or away from those who use it.
 *
 * @param outputs - what it shall have; none when it is to be deleted
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
