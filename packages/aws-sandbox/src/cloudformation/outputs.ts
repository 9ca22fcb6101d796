import { asObject, asText } from '../json';
import type { OutputRecord } from '../state/records';
import { conditionHolds, resolve, Scope, Template } from './template';

/**
 * Resolves the outputs of a template.
 *
 * @throws Error when one cannot be resolved
 */
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
