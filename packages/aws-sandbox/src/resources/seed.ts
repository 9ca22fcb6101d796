import type { JsonObject } from '../json';
import type { Place } from '../state/place';
import { seededSuffix } from './random';

/** Everything that the names of a resource follow from. */
export interface ResourceSeed {
  readonly place: Place;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** The number of physical resources that the logical id had before. */
  readonly generation: number;
}

/** The names of a resource. */
export interface Identity {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** The ARN, for types that have one. */
  readonly arn?: string;
  /** Values of identifier attributes and of names that were generated. */
  readonly values: JsonObject;
  /** Whether the template chose the name, so that it can collide with another one. */
  readonly chosen: boolean;
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
