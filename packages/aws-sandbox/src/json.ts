/** A JSON value: what templates, properties and attributes are made of. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** Whether a value is an object, as opposed to a list, a scalar or nothing. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list: a single value becomes a list of one, a missing one an empty list. */
export function asList(value: unknown): Json[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Json];
}

/** The value as text when it is a scalar, `undefined` otherwise. */
export function asText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}

/**
 * Writes a JSON value with sorted keys, so that equal values have equal texts.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, nested) =>
    isObject(nested)
      ? Object.fromEntries(
          Object.entries(nested).sort(([a], [b]) => compareText(a, b)),
        )
      : nested,
  );
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** Compares texts by code unit, which gives the same order on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
