import type { PropertyType } from '@aws-cdk/service-spec-types';
import { validationError } from '../errors';
import { asObject, asText, Json, JsonObject } from '../json';
import { Identity, ResourceSeed, seedText } from './seed';
import { KNOWN_ATTRIBUTES } from './knownAttributes';
import { guessedId } from './random';
import { isCustomResource, specificationOf } from './specification';

/**
 * The value of an attribute of a resource, which follows from the identity of the resource and has the form that AWS gives it.
 *
 * @throws AwsError `ValidationError` when the type has no such attribute
 */
export function attributeValue(
  seed: ResourceSeed,
  identity: Identity,
  name: string,
): Json {
  const known = KNOWN_ATTRIBUTES[seed.type]?.(seed, identity)[name];
  if (known !== undefined) {
    return known;
  }
  const own = identity.values[name];
  if (own !== undefined) {
    return own;
  }
  const type = attributeType(seed.type, name);
  if (!type) {
    throw validationError(
      `Template error: resource ${seed.logicalId} does not support attribute type ${name} in Fn::GetAtt`,
    );
  }
  return (
    propertyAt(seed.properties, name) ?? generate(type, seed, identity, name)
  );
}

/** Whether a type has an attribute for `Fn::GetAtt`. */
export function hasAttribute(type: string, name: string): boolean {
  return (
    attributeType(type, name) !== undefined ||
    (type === 'AWS::SecretsManager::Secret' && name === 'Name')
  );
}

function attributeType(type: string, name: string): PropertyType | undefined {
  if (isCustomResource(type)) {
    return { type: 'string' };
  }
  const specification = specificationOf(type);
  if (type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
    return { type: 'string' };
  }
  return (
    specification?.attributes[name]?.type ??
    specification?.properties[name]?.type
  );
}

function propertyAt(properties: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, part) => asObject(value ?? null)[part],
      properties,
    );
}

function generate(
  type: PropertyType,
  seed: ResourceSeed,
  identity: Identity,
  name: string,
): Json {
  switch (type.type) {
    case 'integer':
    case 'number':
      return /port/i.test(name) ? 443 : 1;
    case 'boolean':
      return false;
    case 'array':
      return [generateText(seed, identity, name.replace(/s$/, ''))];
    case 'string':
      return generateText(seed, identity, name);
    default:
      return {};
  }
}

function generateText(
  seed: ResourceSeed,
  identity: Identity,
  path: string,
): string {
  const name = path.split('.').at(-1) as string;
  const { place } = seed;
  const service = seed.type.split('::')[1].toLowerCase();
  const guess = guessedId(`${seedText(seed)}/${path}`);
  if (/arn$/i.test(name)) {
    return (
      identity.arn ??
      `arn:${place.partition}:${service}:${place.region}:${place.account}:${identity.physicalId}`
    );
  }
  if (/(url|endpoint|domainname|dnsname|address|hostname)$/i.test(name)) {
    const host = `${guess}.${service}.${place.region}.${place.urlSuffix}`;
    return /url$/i.test(name) ? `https://${host}` : host;
  }
  if (/status$|state$/i.test(name)) {
    return 'ACTIVE';
  }
  if (
    /(createdat|createdtime|creationtime|timestamp|updatedat|updatetime|date)$/i.test(
      name,
    )
  ) {
    return '2026-01-01T00:00:00Z';
  }
  if (/version$/i.test(name)) {
    return '1';
  }
  if (/port$/i.test(name)) {
    return '443';
  }
  if (/name$/i.test(name)) {
    return asText(identity.physicalId) ?? seed.logicalId;
  }
  return guess;
}
