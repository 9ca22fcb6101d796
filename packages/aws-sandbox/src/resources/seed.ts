import type { JsonObject } from '../json';
import type { Place } from '../state/place';
import { seededSuffix } from './random';

/** What a resource is made from: enough to name it. */
export interface ResourceSeed {
  place: Place;
  stackName: string;
  stackId: string;
  logicalId: string;
  type: string;
  properties: JsonObject;
  /** Tells the physical resources of one logical id apart: how many came before. */
  generation: number;
}

/** What names a resource, and what follows from it. */
export interface Identity {
  /** What `Ref` gives. */
  physicalId: string;
  /** The ARN, for types that have one. */
  arn?: string;
  /** Values of identifier attributes and of names that were generated. */
  values: JsonObject;
  /** Whether the name was chosen by the template, so that two of them collide. */
  chosen: boolean;
}

/** Services whose names have no capital letters. */
const LOWER_CASE =
  /^AWS::(DocDB|ECR|ElastiCache|Neptune|OpenSearchServerless|OpenSearchService|RDS|Redshift|S3)::/;

/** The longest names where they are shorter than usual, from the reference of each type. */
const LONGEST_NAMES: Record<string, number> = {
  'AWS::OpenSearchService::Domain': 28,
  'AWS::OpenSearchServerless::AccessPolicy': 32,
  'AWS::OpenSearchServerless::Collection': 32,
  'AWS::OpenSearchServerless::SecurityPolicy': 32,
  'AWS::RDS::DBCluster': 63,
  'AWS::RDS::DBInstance': 63,
  'AWS::S3::Bucket': 63,
};

/** The name that CloudFormation gives to what has none: stack, logical id and a suffix. */
export function generatedName(seed: ResourceSeed): string {
  const longest = LONGEST_NAMES[seed.type] ?? 64;
  const suffix = seededSuffix(seedText(seed));
  const stem = `${seed.stackName}-${seed.logicalId}`;
  const name = `${stem.slice(0, longest - suffix.length - 1)}-${suffix}`;
  return LOWER_CASE.test(seed.type) ? name.toLowerCase() : name;
}

/** The text from which everything generated about a resource follows. */
export function seedText(seed: ResourceSeed): string {
  return `${seed.stackId}/${seed.logicalId}/${seed.generation}`;
}
