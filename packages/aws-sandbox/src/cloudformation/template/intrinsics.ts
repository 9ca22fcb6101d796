import { validationError } from '../../errors';
import { cidrBlocks } from '../../cidr';
import {
  asList,
  asObject,
  asText,
  isObject,
  Json,
  JsonObject,
} from '../../json';
import { FunctionCall, functionCall } from './calls';
import type { Scope } from './scope';

/** The result of `AWS::NoValue`: whatever contains it is removed. */
const NO_VALUE = Symbol('AWS::NoValue');

type Resolved = Json | typeof NO_VALUE;

/**
 * Resolves every function in a value of a template.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words for what cannot be resolved
 * @returns `undefined` when the whole value is `AWS::NoValue`
 */
export function resolve(value: Json, scope: Scope): Json | undefined {
  const resolved = resolveValue(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** {@link resolve} for an object, such as the properties of a resource. */
export function resolveObject(value: JsonObject, scope: Scope): JsonObject {
  return asObject(resolve(value, scope));
}

function resolveValue(value: Json, scope: Scope): Resolved {
  if (typeof value === 'string') {
    return resolveDynamicReferences(value, scope);
  }
  if (Array.isArray(value)) {
    return value
      .map(item => resolveValue(item, scope))
      .filter((item): item is Json => item !== NO_VALUE);
  }
  if (!isObject(value)) {
    return value;
  }
  const call = functionCall(value);
  if (call) {
    return callFunction(call, scope);
  }
  const resolved: JsonObject = {};
  for (const [key, nested] of Object.entries(value)) {
    const result = resolveValue(nested, scope);
    if (result !== NO_VALUE) {
      resolved[key] = result;
    }
  }
  return resolved;
}

function resolveDynamicReferences(value: string, scope: Scope): string {
  return value.replace(/\{\{resolve:([^{}]+)\}\}/g, (_whole, name) =>
    scope.dynamicReference(name),
  );
}

type Implementation = (argument: Json, scope: Scope) => Resolved;

/** The functions. Their arguments were checked with the template. */
const FUNCTIONS: Record<string, Implementation> = {
  Ref: (argument, scope) => refer(requireText('Ref', argument), scope),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::ImportValue': (argument, scope) =>
    scope.exportValue(text('Fn::ImportValue', argument, scope)),
  'Fn::GetStackOutput': getStackOutput,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text('Fn::Base64', argument, scope), 'utf8').toString('base64'),
  'Fn::Cidr': cidr,
  'Fn::GetAZs': (argument, scope) =>
    scope.zones(
      text('Fn::GetAZs', argument, scope) ||
        String(scope.pseudoParameters['AWS::Region']),
    ),
  'Fn::Length': (argument, scope) => list('Fn::Length', argument, scope).length,
  'Fn::ToJsonString': (argument, scope) =>
    JSON.stringify(resolve(argument, scope) ?? null),
};

/** Whether a function exists. */
export function isFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

function callFunction(
  { name, argument }: FunctionCall,
  scope: Scope,
): Resolved {
  return FUNCTIONS[name](argument, scope);
}

function refer(name: string, scope: Scope): Resolved {
  if (name in scope.parameters) {
    return scope.parameters[name];
  }
  if (name.startsWith('AWS::')) {
    return scope.pseudoParameters[name] ?? NO_VALUE;
  }
  const value = scope.reference(name);
  if (value === undefined) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
    );
  }
  return value;
}

function getAtt(argument: Json, scope: Scope): Resolved {
  const [logicalId, ...path] =
    typeof argument === 'string'
      ? argument.split('.')
      : list('Fn::GetAtt', argument, scope).map(String);
  return scope.attribute(logicalId, path.join('.'));
}

function getStackOutput(argument: Json, scope: Scope): Resolved {
  const name = 'Fn::GetStackOutput';
  const { StackName, OutputName, Region, RoleArn } = resolveObject(
    asObject(argument),
    scope,
  );
  const own = scope.pseudoParameters['AWS::Region'];
  if (RoleArn !== undefined || (Region ?? own) !== own) {
    throw validationError(
      `The sandbox reads outputs of the same account and region alone: ${name} cannot read ${OutputName} of ${StackName}.`,
    );
  }
  return scope.stackOutput(
    requireText(name, StackName ?? null),
    requireText(name, OutputName ?? null),
  );
}

function substitute(argument: Json, scope: Scope): Resolved {
  const [template, variables] = Array.isArray(argument)
    ? [requireText('Fn::Sub', argument[0]), asObject(argument[1])]
    : [requireText('Fn::Sub', argument), asObject(undefined)];
  const substituted = template.replace(
    /\$\{([^!}][^}]*)\}/g,
    (_whole, variable: string) => {
      const name = variable.trim();
      const value =
        name in variables
          ? resolve(variables[name], scope)
          : substituteName(name, scope);
      const result = asText(value);
      if (result === undefined) {
        throw validationError(
          `Template error: variable ${name} in Fn::Sub expression does not resolve to a string`,
        );
      }
      return result;
    },
  );
  return resolveDynamicReferences(
    substituted.replace(/\$\{!([^}]*)\}/g, '${$1}'),
    scope,
  );
}

function substituteName(name: string, scope: Scope): Json | undefined {
  const dot = name.indexOf('.');
  if (dot > 0) {
    return scope.attribute(name.slice(0, dot), name.slice(dot + 1));
  }
  const value = refer(name, scope);
  return value === NO_VALUE ? undefined : value;
}

function join(argument: Json, scope: Scope): Resolved {
  const [separator, items] = asList(argument);
  return list('Fn::Join', items, scope)
    .map(item => {
      const part = asText(item);
      if (part === undefined) {
        throw validationError(
          'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
        );
      }
      return part;
    })
    .join(requireText('Fn::Join', separator));
}

function select(argument: Json, scope: Scope): Resolved {
  const [index, items] = asList(argument);
  const position = Number(text('Fn::Select', index, scope));
  const candidates = list('Fn::Select', items, scope);
  const chosen = candidates[position];
  const { unknown } = scope;
  if (unknown && candidates.some(item => String(item).includes(unknown))) {
    return unknown;
  }
  if (chosen === undefined) {
    throw validationError(
      `Template error: Fn::Select cannot select nonexistent value at index ${position}`,
    );
  }
  return chosen;
}

function split(argument: Json, scope: Scope): Resolved {
  const [separator, source] = asList(argument);
  const value = text('Fn::Split', source, scope);
  return scope.unknown && value.includes(scope.unknown)
    ? [scope.unknown]
    : value.split(requireText('Fn::Split', separator));
}

function choose(argument: Json, scope: Scope): Resolved {
  const [condition, whenTrue, whenFalse] = asList(argument);
  return resolveValue(
    scope.condition(requireText('Fn::If', condition)) ? whenTrue : whenFalse,
    scope,
  );
}

function findInMap(argument: Json, scope: Scope): Resolved {
  const [map, top, second, options] = asList(argument);
  const keys = [map, top, second].map(key => text('Fn::FindInMap', key, scope));
  const found = asObject(asObject(scope.mappings[keys[0]])[keys[1]])[keys[2]];
  if (found !== undefined) {
    return found;
  }
  const fallback = asObject(options ?? null).DefaultValue;
  if (fallback !== undefined) {
    return resolveValue(fallback, scope);
  }
  throw validationError(
    `Template error: Unable to get mapping for ${keys.join('::')}`,
  );
}

function cidr(argument: Json, scope: Scope): Resolved {
  const [block, count, bits] = asList(argument);
  return cidrBlocks(
    text('Fn::Cidr', block, scope),
    Number(text('Fn::Cidr', count, scope)),
    bits === undefined ? undefined : Number(text('Fn::Cidr', bits, scope)),
  );
}

function text(name: string, argument: Json, scope: Scope): string {
  return requireText(name, resolve(argument, scope) ?? null);
}

function list(name: string, argument: Json, scope: Scope): Json[] {
  const resolved = resolve(argument, scope);
  if (!Array.isArray(resolved)) {
    throw validationError(`Template error: ${name} requires a list`);
  }
  return resolved;
}

function requireText(name: string, value: Json): string {
  const result = asText(value);
  if (result === undefined) {
    throw validationError(
      `Template error: every ${name} object must have a single String value.`,
    );
  }
  return result;
}
