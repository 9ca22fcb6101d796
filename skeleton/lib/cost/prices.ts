/** Hours of a month, as AWS counts them. Source: AWS Pricing Calculator, "Assumptions". */
export const HOURS_PER_MONTH = 730;

/** A list price in us-east-1, without discounts, free tiers and taxes. */
export interface Price {
  /** US dollars for one unit. */
  readonly usd: number;
  /** What a unit is, and the page of AWS that says the price. */
  readonly source: string;
  /**
   * When it was compared with public sources.
   *
   * @default - not verified: as commonly published before
   */
  readonly compared?: string;
}

const COMPARED = 'November 2026';

/** The prices that the estimate is made of. Other regions cost up to half as much more. */
export const PRICES = {
  natGatewayHour: {
    usd: 0.045,
    source: 'an hour; Amazon VPC pricing, "NAT gateway"',
  },
  interfaceEndpointHour: {
    usd: 0.01,
    source:
      'an hour in one zone; AWS PrivateLink pricing, "Interface endpoints"',
    compared: COMPARED,
  },
  publicAddressHour: {
    usd: 0.005,
    source: 'an hour; Amazon VPC pricing, "Public IPv4 address"',
    compared: COMPARED,
  },
  loadBalancerHour: {
    usd: 0.0225,
    source:
      'an hour; Elastic Load Balancing pricing, "Application Load Balancer"',
  },
  loadBalancerUnitHour: {
    usd: 0.008,
    source:
      'an hour of a capacity unit; Elastic Load Balancing pricing, "Application Load Balancer"',
  },
  webAclMonth: { usd: 5, source: 'a web ACL, a month; AWS WAF pricing' },
  webAclRuleMonth: { usd: 1, source: 'a rule, a month; AWS WAF pricing' },
  fargateCpuHour: {
    usd: 0.04048,
    source: 'an hour of a vCPU; AWS Fargate pricing, Linux on x86',
  },
  fargateGbHour: {
    usd: 0.004445,
    source: 'an hour of a GB; AWS Fargate pricing, Linux on x86',
  },
  fargateArmCpuHour: {
    usd: 0.03238,
    source: 'an hour of a vCPU; AWS Fargate pricing, Linux on ARM',
  },
  fargateArmGbHour: {
    usd: 0.00356,
    source: 'an hour of a GB; AWS Fargate pricing, Linux on ARM',
  },
  auroraCapacityHour: {
    usd: 0.12,
    source:
      'an hour of a capacity unit; Amazon Aurora pricing, "Serverless v2"',
    compared: COMPARED,
  },
  rdsProxyCapacityHour: {
    usd: 0.015,
    source:
      'an hour of a capacity unit; Amazon RDS Proxy pricing, Aurora Serverless v2',
  },
  searchCapacityHour: {
    usd: 0.24,
    source:
      'an hour of a capacity unit; Amazon OpenSearch Service pricing, "Serverless"',
    compared: COMPARED,
  },
  searchDataNodeHour: {
    usd: 0.167,
    source: 'an hour of r7g.large.search; Amazon OpenSearch Service pricing',
  },
  searchMasterNodeHour: {
    usd: 0.085,
    source: 'an hour of m7g.medium.search; Amazon OpenSearch Service pricing',
  },
  keyMonth: { usd: 1, source: 'a key, a month; AWS KMS pricing' },
  alarmMonth: {
    usd: 0.1,
    source: 'an alarm, a month; Amazon CloudWatch pricing',
  },
  dashboardMonth: {
    usd: 3,
    source: 'a dashboard, a month; Amazon CloudWatch pricing',
  },
} as const satisfies Record<string, Price>;

/**
 * The least number of capacity units that RDS Proxy charges for. Source: Amazon RDS Proxy pricing, Aurora Serverless v2.
 */
export const RDS_PROXY_LEAST_CAPACITY = 8;
