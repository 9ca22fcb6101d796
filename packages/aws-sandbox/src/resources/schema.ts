import type {
  SchemaValidator,
  StandardDiagnostic,
  TemplateFile,
} from '@aws/cloudformation-validate';
import type { JsonObject } from '../json';
import { holdsGuess } from './random';
import {
  hasProperty,
  isCustomResource,
  isSchemaless,
  specificationOf,
} from './specification';

/** Imports the library at its first use, because it takes 90 MB. */
const library = (): typeof import('@aws/cloudformation-validate') =>
  require('@aws/cloudformation-validate');

let validator: SchemaValidator | undefined;

/**
 * Checks a resource, with its functions resolved, against the schema of its type. The schemas are loaded at the first use, which takes
 * about a second and, with the specification of the types, 280 MB.
 *
 * @returns CloudFormation's reason why the resource cannot be created; `undefined` when it can
 */
export function schemaProblem(
  type: string,
  properties: JsonObject,
  region: string,
): string | undefined {
  if (isCustomResource(type)) {
    return properties.ServiceToken
      ? undefined
      : 'Properties validation failed: #: required key [ServiceToken] not found';
  }
  if (isSchemaless(type)) {
    return undefined;
  }
  const specification = specificationOf(type);
  if (!specification) {
    return `Unrecognized resource types: [${type}]`;
  }
  const problems = [
    ...unknownProperties(properties, Object.keys(specification.properties)),
    ...schemaFindings(type, properties, region),
  ];
  return problems.length > 0
    ? `Properties validation failed for resource of type ${type} with message: ${[
        ...new Set(problems),
      ].join('; ')}`
    : undefined;
}

/** Types without a schema in the validator are still checked for properties that do not exist. */
function unknownProperties(given: JsonObject, known: string[]): string[] {
  return Object.keys(given)
    .filter(name => !known.includes(name))
    .map(name => `#: extraneous key [${name}] is not permitted`);
}

function schemaFindings(
  type: string,
  properties: JsonObject,
  region: string,
): string[] {
  validator ??= new (library().SchemaValidator)();
  const template = {
    Resources: { Resource: { Type: type, Properties: properties } },
  };
  return validator
    .validate(inMemory(JSON.stringify(template)), region)
    .filter(finding => isProblem(finding, type))
    .map(toReason);
}

/** A template for the validator, which uses only this method. */
function inMemory(text: string): TemplateFile {
  const file = new (library().TemplateFile)('resource.json');
  file.readBytes = () => Buffer.from(text, 'utf8');
  return file;
}

/** The rule about properties that the validator does not know; the specification, which is often newer, may know them. */
const UNKNOWN_PROPERTY = 'F3002';
/** The rule about texts that do not match the pattern of their property. */
const WRONG_PATTERN = 'F3031';
/** The rule about values that are not in the list of their property: the validator only warns, but the service refuses them. */
const NOT_IN_LIST = 'W3030';
/** The rule about values that are to be converted to the type of their property, such as `'5'` to a number. */
const CONVERTED = 'W9003';

function isProblem(finding: StandardDiagnostic, type: string): boolean {
  switch (finding.ruleId) {
    case UNKNOWN_PROPERTY:
      return !hasProperty(type, pathOf(finding));
    case NOT_IN_LIST:
      return true;
    case WRONG_PATTERN:
      return !holdsGuess(finding.message);
    case CONVERTED:
      return !canBeConverted(finding.message);
    default:
      return finding.severity === 'FATAL';
  }
}

/** Whether the value that a message begins with, in quotes, can be converted: only some texts are booleans or numbers. */
function canBeConverted(message: string): boolean {
  const match = /^'(.*)' is not of type '(\w+)'/s.exec(message);
  if (!match) {
    return true;
  }
  const [, value, type] = match;
  switch (type) {
    case 'boolean':
      return /^(true|false)$/i.test(value);
    case 'integer':
      return /^[-+]?\d+$/.test(value.trim());
    case 'number':
      return value.trim() !== '' && !Number.isNaN(Number(value));
    default:
      return true;
  }
}

/** A finding as CloudFormation writes it: `#/Path/To: what is wrong`. */
function toReason(finding: StandardDiagnostic): string {
  const path = pathOf(finding);
  const missing = /^'(.+)' is a required property$/.exec(finding.message);
  if (missing) {
    return `#${pointer(path)}: required key [${missing[1]}] not found`;
  }
  const extra =
    /^Additional properties are not allowed \('(.+)' was unexpected\)$/.exec(
      finding.message,
    );
  if (extra) {
    return `#${pointer(path.slice(0, -1))}: extraneous key [${
      extra[1]
    }] is not permitted`;
  }
  return `#${pointer(path)}: ${finding.message}`;
}

function pathOf(finding: StandardDiagnostic): string[] {
  return (finding.propertyPath ?? '')
    .replace(/^Properties\.?/, '')
    .split(/[.[\]]+/)
    .filter(Boolean);
}

function pointer(path: string[]): string {
  return path.map(part => `/${part}`).join('');
}
