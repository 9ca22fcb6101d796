import { messageOf, validationError } from '../../errors';
import type { Json } from '../../json';
import type { ParameterDeclaration } from './declarations';
import type { Template } from './parse';

/** Looks up a parameter in the Parameter Store; `undefined` if there is none. */
export type StoreLookup = (name: string) => string | undefined;

/**
 * Determines the values of a template's parameters.
 *
 * @param given - the values in the request, by parameter
 * @param lookup - looks up the values of `AWS::SSM::Parameter::Value` types
 * @returns text, or a list of texts for list types
 * @throws AwsError `ValidationError` for a missing, unknown or unacceptable value
 */
export function parameterValues(
  template: Template,
  given: Record<string, string>,
  lookup: StoreLookup,
): Record<string, Json> {
  const unknown = Object.keys(given).filter(
    name => !(name in template.parameters),
  );
  if (unknown.length > 0) {
    throw validationError(
      `Parameters: [${unknown.join(', ')}] do not exist in the template`,
    );
  }
  const missing = Object.entries(template.parameters)
    .filter(
      ([name, { default: fallback }]) =>
        (given[name] ?? fallback) === undefined,
    )
    .map(([name]) => name);
  if (missing.length > 0) {
    throw validationError(
      `Parameters: [${missing.join(', ')}] must have values`,
    );
  }
  return Object.fromEntries(
    Object.entries(template.parameters).map(([name, declaration]) => [
      name,
      parameterValue(
        name,
        declaration,
        given[name] ?? (declaration.default as string),
        lookup,
      ),
    ]),
  );
}

const STORE_TYPE = /^AWS::SSM::Parameter::Value<(.+)>$/;

function parameterValue(
  name: string,
  declaration: ParameterDeclaration,
  given: string,
  lookup: StoreLookup,
): Json {
  checkConstraints(name, declaration, given);
  const stored = STORE_TYPE.exec(declaration.type);
  if (!stored) {
    return typed(declaration.type, given);
  }
  const value = lookup(given);
  if (value === undefined) {
    throw validationError(
      `Unable to fetch parameters [${given}] from parameter store for this account.`,
    );
  }
  return typed(stored[1], value);
}

function typed(type: string, value: string): Json {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
    ? value.split(',').map(item => item.trim())
    : value;
}

function checkConstraints(
  name: string,
  declaration: ParameterDeclaration,
  value: string,
): void {
  const broken =
    brokenRule(declaration, value) ??
    (declaration.type === 'Number'
      ? brokenNumberRule(declaration, value)
      : undefined);
  if (broken) {
    throw validationError(
      declaration.constraintDescription
        ? `Parameter '${name}' failed to satisfy constraint: ${declaration.constraintDescription}`
        : `Parameter '${name}' ${broken}`,
    );
  }
}

/** The rule that a value breaks, in CloudFormation's words; `undefined` when it breaks none. */
function brokenRule(
  {
    allowedPattern,
    allowedValues,
    maxLength,
    minLength,
    type,
  }: ParameterDeclaration,
  value: string,
): string | undefined {
  const values = type === 'CommaDelimitedList' ? value.split(',') : [value];
  if (
    allowedValues.length > 0 &&
    !values.every(one => allowedValues.includes(one.trim()))
  ) {
    return 'must be one of AllowedValues';
  }
  if (allowedPattern && !matches(value, allowedPattern)) {
    return `must match pattern ${allowedPattern}`;
  }
  if (minLength !== undefined && value.length < minLength) {
    return `must contain at least ${minLength} characters`;
  }
  return maxLength !== undefined && value.length > maxLength
    ? `must contain at most ${maxLength} characters`
    : undefined;
}

/** @throws AwsError for an invalid pattern, or one that only Java has */
function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch (error) {
    throw validationError(
      `The sandbox cannot read the AllowedPattern ${pattern}: ${messageOf(
        error,
      )}`,
    );
  }
}

function brokenNumberRule(
  { maxValue, minValue }: ParameterDeclaration,
  value: string,
): string | undefined {
  if (value.trim() === '' || Number.isNaN(Number(value))) {
    return 'must be a number';
  }
  if (minValue !== undefined && Number(value) < minValue) {
    return `must be a number not less than ${minValue}`;
  }
  return maxValue !== undefined && Number(value) > maxValue
    ? `must be a number not greater than ${maxValue}`
    : undefined;
}
