import { Definition } from '../definition';
import { endpointServices } from '../egress/endpoint-policies';
import { hasConsole } from '../network/security-groups';
import { dataNodes, MASTER_NODES } from '../search/search-domain';
import { environmentProfile } from '../shared/environment';
import { HOURS_PER_MONTH, PRICES, RDS_PROXY_LEAST_CAPACITY } from './prices';

/** A part of the monthly cost. */
export interface CostLine {
  /** What is paid for. */
  readonly what: string;
  /** US dollars a month. */
  readonly monthlyUsd: number;
  /** How the figure is made up. */
  readonly basis: string;
}

/** What a platform costs while nobody uses it. */
export interface CostEstimate {
  /** US dollars a month. */
  readonly monthlyUsd: number;
  /** The parts, the most expensive first. */
  readonly lines: readonly CostLine[];
  /** What is left out, because it depends on use. */
  readonly leftOut: readonly string[];
}

/** What depends on use, and can be more than all the rest. */
const LEFT_OUT = [
  'calls of Bedrock models, guardrails and knowledge bases',
  'CPU and memory of AgentCore sessions, and events of AgentCore Memory',
  'traffic, storage, logs, traces and backups',
  'database and search capacity above the minimum',
];

/**
 * Estimates the monthly cost of a platform that is deployed but not used, in US dollars at the prices of us-east-1.
 *
 * @param definition - the definition of the platform
 */
export function estimateCost(definition: Definition): CostEstimate {
  const lines = [
    ...networkLines(definition),
    ...ingressLines(),
    ...serviceLines(definition),
    ...consoleLines(definition),
    ...databaseLines(definition),
    ...searchLines(definition),
    ...operationLines(definition),
  ]
    .filter(({ monthlyUsd }) => monthlyUsd > 0)
    .sort((one, other) => other.monthlyUsd - one.monthlyUsd);
  const total = lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  return { monthlyUsd: cents(total), lines, leftOut: LEFT_OUT };
}

function networkLines({ network, region }: Definition): CostLine[] {
  const zones = network.availabilityZones;
  const gateways = { none: 0, single: 1, 'per-zone': zones }[
    network.natGateways
  ];
  const endpoints = endpointServices(region).length;
  return [
    hourly(
      'NAT gateways',
      gateways,
      PRICES.natGatewayHour.usd + PRICES.publicAddressHour.usd,
      `${gateways} with an address each`,
    ),
    hourly(
      'Interface endpoints',
      endpoints * zones,
      PRICES.interfaceEndpointHour.usd,
      `${endpoints} services in ${zones} zones`,
    ),
  ];
}

function ingressLines(): CostLine[] {
  const rules = 4;
  return [
    hourly(
      'Load balancers',
      2,
      PRICES.loadBalancerHour.usd + PRICES.loadBalancerUnitHour.usd,
      'a public and an internal one, with one capacity unit each',
    ),
    {
      what: 'Web application firewall',
      monthlyUsd: PRICES.webAclMonth.usd + rules * PRICES.webAclRuleMonth.usd,
      basis: `${rules} rules`,
    },
  ];
}

function serviceLines(definition: Definition): CostLine[] {
  const { minTasks } = environmentProfile(definition);
  return definition.services.map(({ name, cpu, memoryMiB, desiredCount }) => {
    const tasks = Math.max(desiredCount, minTasks);
    return hourly(
      `Service ${name}`,
      tasks,
      (cpu / 1024) * PRICES.fargateCpuHour.usd +
        (memoryMiB / 1024) * PRICES.fargateGbHour.usd,
      `${tasks} tasks of ${cpu / 1024} vCPU and ${memoryMiB / 1024} GB`,
    );
  });
}

function consoleLines(definition: Definition): CostLine[] {
  if (!hasConsole(definition)) {
    return [];
  }
  const { minTasks } = environmentProfile(definition);
  return [
    hourly(
      'Console',
      minTasks,
      0.25 * PRICES.fargateArmCpuHour.usd + 0.5 * PRICES.fargateArmGbHour.usd,
      `${minTasks} tasks of 0.25 vCPU and 0.5 GB`,
    ),
  ];
}

function databaseLines({ database }: Definition): CostLine[] {
  if (!database.enabled) {
    return [];
  }
  // A proxy keeps connections, so that instances never pause. Source: Amazon Aurora User Guide, "Scaling to Zero ACUs".
  const units = database.proxy
    ? Math.max(database.minAcu, 0.5)
    : database.minAcu;
  const instances = hourly(
    'Database',
    2 * units,
    PRICES.auroraCapacityHour.usd,
    `a writer and a reader of ${units} capacity units each`,
  );
  if (!database.proxy) {
    return [instances];
  }
  const capacity = Math.max(RDS_PROXY_LEAST_CAPACITY, units);
  return [
    instances,
    hourly(
      'Database proxy',
      capacity,
      PRICES.rdsProxyCapacityHour.usd,
      `${capacity} capacity units`,
    ),
  ];
}

function searchLines(definition: Definition): CostLine[] {
  const { search, knowledgeBase } = definition;
  if (!search.enabled) {
    return [];
  }
  const nodes = dataNodes(definition);
  const domain = hourly(
    'OpenSearch domain',
    1,
    nodes * PRICES.searchDataNodeHour.usd +
      MASTER_NODES * PRICES.searchMasterNodeHour.usd,
    `${nodes} data nodes and ${MASTER_NODES} masters`,
  );
  const collection = hourly(
    'Collection of vectors',
    2,
    PRICES.searchCapacityHour.usd,
    'one capacity unit each for indexing and search, halves in two zones',
  );
  return [
    ...(search.kind === 'domain' ? [domain] : []),
    ...(search.kind === 'serverless' || knowledgeBase.enabled
      ? [collection]
      : []),
  ];
}

function operationLines({ agents, services }: Definition): CostLine[] {
  // Availability, success and latency; four for each agent, three for each service, about five for data and network.
  const alarms = 3 + 4 * agents.length + 3 * services.length + 5;
  const keys = 10;
  return [
    {
      what: 'Alarms and dashboard',
      monthlyUsd: cents(
        alarms * PRICES.alarmMonth.usd + PRICES.dashboardMonth.usd,
      ),
      basis: `about ${alarms} alarms, one dashboard`,
    },
    {
      what: 'Keys',
      monthlyUsd: keys * PRICES.keyMonth.usd,
      basis: `a key for each of about ${keys} concerns`,
    },
  ];
}

function hourly(
  what: string,
  count: number,
  hourUsd: number,
  basis: string,
): CostLine {
  return { what, monthlyUsd: cents(count * hourUsd * HOURS_PER_MONTH), basis };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
