import { asObject, isObject, Json } from '../../json';

/** A call of a function in a template, such as `{ "Ref": "Vpc" }`. */
export interface FunctionCall {
  readonly name: string;
  readonly argument: Json;
}

/** The value as a call of a function; `undefined` if it is none. */
export function functionCall(value: Json): FunctionCall | undefined {
  const [[name, argument] = [], ...more] = Object.entries(asObject(value));
  return argument !== undefined &&
    more.length === 0 &&
    (name === 'Ref' || name?.startsWith('Fn::'))
    ? { name, argument }
    : undefined;
}

/** Every call within a value, the outer ones first. */
export function functionCalls(value: Json): FunctionCall[] {
  const call = functionCall(value);
  return [...(call ? [call] : []), ...nestedIn(value).flatMap(functionCalls)];
}

/** The names of the conditions that the expression of a condition refers to. */
export function conditionsIn(expression: Json): string[] {
  const { Condition: name } = asObject(expression);
  return typeof name === 'string'
    ? [name]
    : nestedIn(expression).flatMap(conditionsIn);
}

function nestedIn(value: Json): Json[] {
  if (Array.isArray(value)) {
    return value;
  }
  return isObject(value) ? Object.values(value) : [];
}
