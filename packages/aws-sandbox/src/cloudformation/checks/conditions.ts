import { validationError } from '../../errors';
import { asText, Json, JsonObject } from '../../json';
import { findCycle } from '../graph';
import {
  conditionsIn,
  functionCalls,
  referencesIn,
  Template,
} from '../template';

/**
 * Checks that all conditions that are used exist, and that none depends on itself or on a resource.
 *
 * @throws AwsError `ValidationError`
 */
export function checkConditions(template: Template): void {
  const { conditions, parameters, resources, outputs } = template;
  for (const { condition } of Object.values(resources)) {
    requireCondition(conditions, condition, 'Resources');
  }
  for (const { Condition } of Object.values(outputs)) {
    requireCondition(conditions, asText(Condition), 'Outputs');
  }
  for (const { properties } of Object.values(resources)) {
    checkChoices(conditions, properties);
  }
  Object.values(outputs).forEach(output => checkChoices(conditions, output));
  const named = Object.entries(conditions).map(
    ([name, expression]) => [name, conditionsIn(expression)] as const,
  );
  for (const name of named.flatMap(([, names]) => names)) {
    requireCondition(conditions, name, 'Conditions');
  }
  const cycle = findCycle(new Map(named));
  if (cycle) {
    throw validationError(
      `Template error: Found circular condition dependency between [${cycle.join(
        ', ',
      )}]`,
    );
  }
  const unknown = referencesIn(conditions)
    .map(({ logicalId }) => logicalId)
    .filter(id => !(id in parameters) && !id.startsWith('AWS::'));
  if (unknown.length > 0) {
    throw validationError(
      `Template format error: Unresolved dependencies [${unknown.join(
        ', ',
      )}]. Cannot reference resources in the Conditions block of the template`,
    );
  }
}

function requireCondition(
  conditions: JsonObject,
  name: string | undefined,
  block: string,
): void {
  if (name !== undefined && !(name in conditions)) {
    throw validationError(
      `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
    );
  }
}

function checkChoices(conditions: JsonObject, value: Json): void {
  for (const { name, argument } of functionCalls(value)) {
    const [condition] = Array.isArray(argument) ? argument.map(asText) : [];
    if (name === 'Fn::If' && !(String(condition) in conditions)) {
      throw validationError(
        `Template error: unresolved condition dependency ${condition} in Fn::If`,
      );
    }
  }
}
