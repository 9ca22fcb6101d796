import { conditionHolds, dependenciesOf, Scope, Template } from './template';

/** The logical ids of the resources whose conditions hold, each with its dependencies. */
export type ResourcePlan = Map<string, string[]>;

/** The resources that a template has in a scope, and their dependencies. */
export function planResources(template: Template, scope: Scope): ResourcePlan {
  const active = Object.entries(template.resources).filter(
    ([, { condition }]) =>
      condition === undefined || conditionHolds(condition, scope),
  );
  const ids = new Set(active.map(([logicalId]) => logicalId));
  return new Map(
    active.map(([logicalId, declaration]) => [
      logicalId,
      dependenciesOf(declaration, template, scope).filter(id => ids.has(id)),
    ]),
  );
}
