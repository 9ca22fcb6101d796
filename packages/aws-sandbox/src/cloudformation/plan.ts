import { conditionHolds, dependenciesOf, Scope, Template } from './template';

/** The resources of a template whose conditions hold, with what each of them depends on. */
export type ResourcePlan = Map<string, string[]>;

/** The resources that a template asks for in a scope, and their order. */
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
