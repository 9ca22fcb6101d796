/** What a platform may have that is not offered in every region. */
export type RegionalFeature =
  /** AgentCore Memory. */
  | 'memory'
  /** Knowledge bases of Bedrock. */
  | 'knowledge-base'
  /** OpenSearch Serverless. */
  | 'serverless-search'
  /** Budgets as resources of CloudFormation. */
  | 'budget-resource'
  /** AWS Budgets at all. */
  | 'budgets';

/** A region in which AgentCore runtimes can be made. */
export interface AgentCoreRegion {
  /** The zone ids whose subnets take AgentCore runtimes, in the order in which platforms use them. */
  readonly zoneIds: readonly string[];
  /**
   * What is not offered there.
   *
   * @default - nothing
   */
  readonly lacks?: readonly RegionalFeature[];
}

/**
 * The regions in which AgentCore runtimes can be made.
 *
 * Sources: Amazon Bedrock AgentCore Developer Guide, "Supported AWS Regions" (runtime and memory) and "Configure Amazon Bedrock
 * AgentCore Runtime and tools for VPC" (supported zone ids), read in November 2026; the resource schemas of CloudFormation by
 * region, as `@aws/cloudformation-validate` 1.12 has them.
 */
export const AGENT_CORE_REGIONS = {
  'us-east-1': {
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
  },
  'us-east-2': {
    zoneIds: ['use2-az1', 'use2-az2', 'use2-az3'],
  },
  'us-west-1': {
    zoneIds: ['usw1-az1', 'usw1-az3'],
    lacks: ['memory', 'knowledge-base'],
  },
  'us-west-2': {
    zoneIds: ['usw2-az1', 'usw2-az2', 'usw2-az3'],
  },
  'us-gov-west-1': {
    zoneIds: ['usgw1-az1', 'usgw1-az2', 'usgw1-az3'],
    lacks: ['memory', 'budget-resource', 'budgets'],
  },
  'ca-central-1': {
    zoneIds: ['cac1-az1', 'cac1-az2', 'cac1-az4'],
  },
  'sa-east-1': {
    zoneIds: ['sae1-az1', 'sae1-az2', 'sae1-az3'],
  },
  'eu-central-1': {
    zoneIds: ['euc1-az1', 'euc1-az2', 'euc1-az3'],
  },
  'eu-north-1': {
    zoneIds: ['eun1-az1', 'eun1-az2', 'eun1-az3'],
    lacks: ['budget-resource'],
  },
  'eu-south-1': {
    zoneIds: ['eus1-az1', 'eus1-az2', 'eus1-az3'],
    lacks: ['memory', 'budget-resource'],
  },
  'eu-south-2': {
    zoneIds: ['eus2-az1', 'eus2-az2', 'eus2-az3'],
    lacks: ['memory', 'budget-resource'],
  },
  'eu-west-1': {
    zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
  },
  'eu-west-2': {
    zoneIds: ['euw2-az1', 'euw2-az2', 'euw2-az3'],
  },
  'eu-west-3': {
    zoneIds: ['euw3-az1', 'euw3-az2', 'euw3-az3'],
  },
  'ap-northeast-1': {
    zoneIds: ['apne1-az1', 'apne1-az2', 'apne1-az4'],
  },
  'ap-northeast-2': {
    zoneIds: ['apne2-az1', 'apne2-az2', 'apne2-az3'],
  },
  'ap-south-1': {
    zoneIds: ['aps1-az1', 'aps1-az2', 'aps1-az3'],
  },
  'ap-south-2': {
    zoneIds: ['aps2-az1', 'aps2-az2', 'aps2-az3'],
    lacks: ['memory', 'budget-resource'],
  },
  'ap-southeast-1': {
    zoneIds: ['apse1-az1', 'apse1-az2', 'apse1-az3'],
  },
  'ap-southeast-2': {
    zoneIds: ['apse2-az1', 'apse2-az2', 'apse2-az3'],
  },
  'ap-southeast-5': {
    zoneIds: ['apse5-az1', 'apse5-az2', 'apse5-az3'],
    lacks: ['memory', 'knowledge-base', 'serverless-search', 'budget-resource'],
  },
  'ap-southeast-7': {
    zoneIds: ['apse7-az1', 'apse7-az2', 'apse7-az3'],
    lacks: ['memory', 'knowledge-base', 'serverless-search', 'budget-resource'],
  },
} as const satisfies Record<string, AgentCoreRegion>;

/** The name of a region in which AgentCore runtimes can be made. */
export type RegionName = keyof typeof AGENT_CORE_REGIONS;

/** The names of all regions in which AgentCore runtimes can be made. */
export const REGION_NAMES = Object.keys(AGENT_CORE_REGIONS) as [
  RegionName,
  ...RegionName[],
];

/**
 * Whether something is offered in a region.
 *
 * @param region - the region
 * @param feature - what a platform may have
 */
export function isOffered(
  region: RegionName,
  feature: RegionalFeature,
): boolean {
  const { lacks = [] }: AgentCoreRegion = AGENT_CORE_REGIONS[region];
  return !lacks.includes(feature);
}
