import type { Place } from '../state/place';
import type { StackRecord } from '../state/records';

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
