import { asList, asObject, isObject, Json } from '../../json';
import { functionCall } from './calls';
import { conditionHolds } from './conditions';

import type { ResourceDeclaration } from './declarations';
import type { Template } from './parse';
import type { Scope } from './scope';

/** A use of a resource by its logical id. */
export interface Reference {
  readonly logicalId: string;
  /** The attribute, for `Fn::GetAtt`. */
  readonly attribute?: string;
}

/**
 * Every `Ref`, `Fn::GetAtt` and `Fn::Sub` variable within a value, including references to parameters and pseudo parameters.
 *
 * @param scope - when given, only the branch of each `Fn::If` that its condition chooses is searched
 */
export function referencesIn(value: Json, scope?: Scope): Reference[] {
  const found: Reference[] = [];
  collect(value, scope, found);
  return found;
}

/** The logical ids of the resources that a resource depends on. */
export function dependenciesOf(
  declaration: ResourceDeclaration,
  template: Template,
  scope?: Scope,
): string[] {
  const referenced = referencesIn(declaration.properties, scope).map(
    reference => reference.logicalId,
  );
  const ids = new Set(
    [...referenced, ...declaration.dependsOn].filter(
      id => id in template.resources,
    ),
  );
  return [...ids];
}

function collect(
  value: Json,
  scope: Scope | undefined,
  found: Reference[],
): void {
  if (Array.isArray(value)) {
    value.forEach(item => collect(item, scope, found));
    return;
  }
  if (!isObject(value)) {
    return;
  }
  const call = functionCall(value);
  switch (call?.name) {
    case 'Ref':
      found.push({ logicalId: String(call.argument) });
      return;
    case 'Fn::GetAtt':
      found.push(attributeReference(call.argument));
      return;
    case 'Fn::Sub':
      collectSubstitution(call.argument, scope, found);
      return;
    case 'Fn::If':
      collectChoice(asList(call.argument), scope, found);
      return;
    default:
      Object.values(value).forEach(nested => collect(nested, scope, found));
  }
}

function attributeReference(argument: Json): Reference {
  const [logicalId, ...path] = Array.isArray(argument)
    ? argument.map(String)
    : String(argument).split('.');
  return { logicalId, attribute: path.join('.') };
}

function collectSubstitution(
  argument: Json,
  scope: Scope | undefined,
  found: Reference[],
): void {
  const [template, variables] = Array.isArray(argument)
    ? [String(argument[0]), asObject(argument[1])]
    : [String(argument), {}];
  for (const [, variable] of template.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const name = variable.trim();
    if (!(name in variables)) {
      const dot = name.indexOf('.');
      found.push(
        dot < 0
          ? { logicalId: name }
          : { logicalId: name.slice(0, dot), attribute: name.slice(dot + 1) },
      );
    }
  }
  collect(variables, scope, found);
}

function collectChoice(
  [condition, whenTrue, whenFalse]: Json[],
  scope: Scope | undefined,
  found: Reference[],
): void {
  if (!scope) {
    collect([whenTrue, whenFalse], scope, found);
  } else {
    collect(
      conditionHolds(String(condition), scope) ? whenTrue : whenFalse,
      scope,
      found,
    );
  }
}
