import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type {
  Property,
  PropertyType,
  Resource,
  SpecDatabase,
} from '@aws-cdk/service-spec-types';

let database: SpecDatabase | undefined;

/**
 * The published specification of a resource type: its properties and what changing them does, its attributes and identifiers.
 * The database is loaded at the first use (about 0.4 s).
 *
 * @returns `undefined` for a type that does not exist
 */
export function specificationOf(type: string): Resource | undefined {
  database ??= loadAwsServiceSpecSync();
  return database.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** Types of CloudFormation without a published schema. */
export function isSchemaless(type: string): boolean {
  return (
    type === 'AWS::CDK::Metadata' ||
    type === 'AWS::CloudFormation::CustomResource' ||
    type.startsWith('Custom::')
  );
}

/** Whether a type has arbitrary properties and attributes. */
export function isCustomResource(type: string): boolean {
  return (
    type === 'AWS::CloudFormation::CustomResource' ||
    type.startsWith('Custom::')
  );
}

/** Whether a change of a property replaces the resource. */
export type Recreation = 'Never' | 'Conditionally' | 'Always';

/**
 * Whether a change of a property replaces the resource.
 *
 * @param before - the old value
 * @param after - the new value; which of its nested properties differ can decide
 */
export function recreationOf(
  type: string,
  property: string,
  before: unknown,
  after: unknown,
): Recreation {
  const specification = specificationOf(type);
  const declared = specification?.properties[property];
  if (!specification || !declared) {
    return 'Never';
  }
  const additional = specification.additionalReplacementProperties ?? [];
  if (additional.some(path => path.length === 1 && path[0] === property)) {
    return 'Always';
  }
  return ofProperty(declared, before, after);
}

function ofProperty(
  property: Property,
  before: unknown,
  after: unknown,
): Recreation {
  switch (property.causesReplacement) {
    case 'yes':
      return 'Always';
    case 'maybe':
      return 'Conditionally';
    default:
      return ofNested(property.type, before, after);
  }
}

/** Whether a nested property replaces the resource, although its parent does not. */
function ofNested(
  type: PropertyType,
  before: unknown,
  after: unknown,
): Recreation {
  if (type.type !== 'ref' || !isRecord(before) || !isRecord(after)) {
    return 'Never';
  }
  const definition = (database as SpecDatabase).get(
    'typeDefinition',
    type.reference.$ref,
  );
  const changes = Object.entries(definition.properties)
    .filter(
      ([name]) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    )
    .map(([name, nested]) => ofProperty(nested, before[name], after[name]));
  return (
    (['Always', 'Conditionally'] as const).find(recreation =>
      changes.includes(recreation),
    ) ?? 'Never'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a type has a property.
 *
 * @param path - names of properties from the outside in; items of lists by their number
 */
export function hasProperty(type: string, path: readonly string[]): boolean {
  const properties = specificationOf(type)?.properties;
  const [name, ...rest] = path;
  const declared = properties?.[name];
  return declared !== undefined && reaches(declared.type, rest);
}

function reaches(type: PropertyType, path: readonly string[]): boolean {
  if (path.length === 0) {
    return true;
  }
  const [name, ...rest] = path;
  switch (type.type) {
    case 'ref': {
      const definition = (database as SpecDatabase).get(
        'typeDefinition',
        type.reference.$ref,
      );
      const declared = definition.properties[name];
      return declared !== undefined && reaches(declared.type, rest);
    }
    case 'array':
    case 'map':
      return reaches(type.element, rest);
    case 'union':
      return type.types.some(one => reaches(one, path));
    case 'json':
    case 'tag':
      return true;
    default:
      return false;
  }
}
