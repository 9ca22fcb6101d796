import { asObject, asText } from '../json';
import type { Place } from '../state/place';
import type { OutputRecord, StackRecord } from '../state/records';
import { exportsOf, importersOf } from './exports';
import { conditionHolds, resolve, Scope, Template } from './template';

/** The outputs of a template in a scope. Throws when one cannot be resolved. */
export function outputsOf(template: Template, scope: Scope): OutputRecord[] {
  return Object.entries(template.outputs)
    .filter(
      ([, { Condition: condition }]) =>
        condition === undefined || conditionHolds(String(condition), scope),
    )
    .map(([key, output]) => {
      const value = asText(resolve(output.Value, scope));
      if (value === undefined) {
        throw new Error(
          `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
        );
      }
      const exportName = asObject(output.Export).Name;
      return {
        key,
        value,
        description: asText(output.Description),
        exportName:
          exportName === undefined
            ? undefined
            : asText(resolve(exportName, scope)),
      };
    });
}

/** Why a stack cannot have these outputs: they would take an export from others, or away from those who use it. */
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
      return wanted.has(exportName)
        ? `Export ${exportName} cannot be updated as it is in use by ${users.join(
            ' and ',
          )}`
        : `Export ${exportName} cannot be deleted as it is in use by ${users.join(
            ' and ',
          )}`;
    }
  }
  return undefined;
}
