import {
  checkRules,
  DefinitionProblem,
  definitionSchema,
  withEnvironmentDefaults,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { JsonObject } from '@backstage/types';

/** Takes the place of fields that are not filled in yet; nothing in it breaks a rule. */
const PLACEHOLDER = {
  name: 'name',
  owner: 'group:default/owner',
  environment: 'dev',
  account: '000000000000',
  region: 'us-east-1',
  agents: [{ name: 'agent', modelId: 'model' }],
  observability: { alarmEmail: 'alarms@example.com' },
  budget: { monthlyUsd: 1 },
  costCenter: 'cost-center',
};

/**
 * The definition that the values of a form stand for: without the choice between a local and a remote repository, and without
 * the address of the repository when it is local.
 *
 * @param values - the values of the form, complete or not
 */
export function definitionOf(values: JsonObject): JsonObject {
  const { repository, repoUrl, ...definition } = values;
  return repository === 'local' || repoUrl === undefined
    ? definition
    : { ...definition, repoUrl };
}

/**
 * The rules between fields that a half-filled form breaks. Fields that are invalid on their own are left out: the schema of the
 * form reports those.
 *
 * @param values - the values of the form so far
 */
export function problemsOf(values: JsonObject): DefinitionProblem[] {
  const definition = { ...PLACEHOLDER, ...definitionOf(values) };
  const result = definitionSchema.safeParse(definition);
  if (result.success) {
    return checkRules(withEnvironmentDefaults(result.data));
  }
  const wrong = new Set(result.error.issues.map(({ path }) => path[0]));
  const rest = definitionSchema.safeParse({
    ...Object.fromEntries(
      Object.entries(definition).filter(([field]) => !wrong.has(field)),
    ),
    ...Object.fromEntries(
      Object.entries(PLACEHOLDER).filter(([field]) => wrong.has(field)),
    ),
  });
  return rest.success ? checkRules(withEnvironmentDefaults(rest.data)) : [];
}
