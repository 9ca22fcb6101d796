/** What AgentCore offers in one AWS region. */
export interface AgentCoreRegion {
  /** The zone ids whose subnets take AgentCore runtimes, in the order in which platforms use them. */
  readonly zoneIds: readonly string[];
  /** Whether AgentCore Memory is offered. */
  readonly memory: boolean;
}

/**
 * The regions in which AgentCore runtimes can be made.
 *
 * Sources: Amazon Bedrock AgentCore Developer Guide, "Supported AWS Regions" (runtime and memory) and
 * "Configure Amazon Bedrock AgentCore Runtime and tools for VPC" (supported zone ids), read in November 2026.
 */
export const AGENT_CORE_REGIONS = {
  'us-east-1': { zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'], memory: true },
  'us-east-2': { zoneIds: ['use2-az1', 'use2-az2', 'use2-az3'], memory: true },
  'us-west-1': { zoneIds: ['usw1-az1', 'usw1-az3'], memory: false },
  'us-west-2': { zoneIds: ['usw2-az1', 'usw2-az2', 'usw2-az3'], memory: true },
  'us-gov-west-1': {
    zoneIds: ['usgw1-az1', 'usgw1-az2', 'usgw1-az3'],
    memory: true,
  },
  'ca-central-1': {
    zoneIds: ['cac1-az1', 'cac1-az2', 'cac1-az4'],
    memory: true,
  },
  'sa-east-1': { zoneIds: ['sae1-az1', 'sae1-az2', 'sae1-az3'], memory: true },
  'eu-central-1': {
    zoneIds: ['euc1-az1', 'euc1-az2', 'euc1-az3'],
    memory: true,
  },
  'eu-north-1': { zoneIds: ['eun1-az1', 'eun1-az2', 'eun1-az3'], memory: true },
  'eu-south-1': {
    zoneIds: ['eus1-az1', 'eus1-az2', 'eus1-az3'],
    memory: false,
  },
  'eu-south-2': {
    zoneIds: ['eus2-az1', 'eus2-az2', 'eus2-az3'],
    memory: false,
  },
  'eu-west-1': { zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'], memory: true },
  'eu-west-2': { zoneIds: ['euw2-az1', 'euw2-az2', 'euw2-az3'], memory: true },
  'eu-west-3': { zoneIds: ['euw3-az1', 'euw3-az2', 'euw3-az3'], memory: true },
  'ap-northeast-1': {
    zoneIds: ['apne1-az1', 'apne1-az2', 'apne1-az4'],
    memory: true,
  },
  'ap-northeast-2': {
    zoneIds: ['apne2-az1', 'apne2-az2', 'apne2-az3'],
    memory: true,
  },
  'ap-south-1': { zoneIds: ['aps1-az1', 'aps1-az2', 'aps1-az3'], memory: true },
  'ap-south-2': {
    zoneIds: ['aps2-az1', 'aps2-az2', 'aps2-az3'],
    memory: false,
  },
  'ap-southeast-1': {
    zoneIds: ['apse1-az1', 'apse1-az2', 'apse1-az3'],
    memory: true,
  },
  'ap-southeast-2': {
    zoneIds: ['apse2-az1', 'apse2-az2', 'apse2-az3'],
    memory: true,
  },
  'ap-southeast-5': {
    zoneIds: ['apse5-az1', 'apse5-az2', 'apse5-az3'],
    memory: false,
  },
  'ap-southeast-7': {
    zoneIds: ['apse7-az1', 'apse7-az2', 'apse7-az3'],
    memory: false,
  },
} as const satisfies Record<string, AgentCoreRegion>;

/** The name of a region in which AgentCore runtimes can be made. */
export type RegionName = keyof typeof AGENT_CORE_REGIONS;

/** The names of all regions in which AgentCore runtimes can be made. */
export const REGION_NAMES = Object.keys(AGENT_CORE_REGIONS) as [
  RegionName,
  ...RegionName[],
];
