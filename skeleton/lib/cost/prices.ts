/** Hours of a month, as AWS counts them. Source: AWS Pricing Calculator, "Assumptions". */
export const HOURS_PER_MONTH = 730;

/**
 * List prices in US dollars in us-east-1; the pricing page of each is named beside it. Those of interface endpoints, public
 * addresses, Aurora and OpenSearch Serverless were compared with public sources in November 2026; the others are as commonly
 * published before and were not compared since. Other regions cost up to half as much more; discounts, free tiers and taxes
 * are left out.
 */
export const PRICES = {
  /** Amazon VPC pricing, "NAT gateway": one hour. */
  natGatewayHour: 0.045,
  /** AWS PrivateLink pricing, "Interface endpoints": one hour in one zone. */
  interfaceEndpointHour: 0.01,
  /** Amazon VPC pricing, "Public IPv4 address": one hour. */
  publicAddressHour: 0.005,
  /** Elastic Load Balancing pricing, "Application Load Balancer": one hour, and one hour of a capacity unit. */
  loadBalancerHour: 0.0225,
  loadBalancerUnitHour: 0.008,
  /** AWS WAF pricing: a web ACL and a rule, a month. */
  webAclMonth: 5,
  webAclRuleMonth: 1,
  /** AWS Fargate pricing, Linux on x86: one hour of a vCPU and of a GB. */
  fargateCpuHour: 0.04048,
  fargateGbHour: 0.004445,
  /** AWS Fargate pricing, Linux on ARM: one hour of a vCPU and of a GB. */
  fargateArmCpuHour: 0.03238,
  fargateArmGbHour: 0.00356,
  /** Amazon Aurora pricing, "Serverless v2": one hour of a capacity unit. */
  auroraCapacityHour: 0.12,
  /** Amazon RDS Proxy pricing, Aurora Serverless v2: one hour of a capacity unit, eight at least. */
  rdsProxyCapacityHour: 0.015,
  rdsProxyLeastCapacity: 8,
  /** Amazon OpenSearch Service pricing: one hour of a serverless capacity unit, of a data node and of a master. */
  searchCapacityHour: 0.24,
  searchDataNodeHour: 0.167,
  searchMasterNodeHour: 0.085,
  /** AWS KMS pricing: a key, a month. */
  keyMonth: 1,
  /** Amazon CloudWatch pricing: an alarm and a dashboard, a month. */
  alarmMonth: 0.1,
  dashboardMonth: 3,
} as const;
