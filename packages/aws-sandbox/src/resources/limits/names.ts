import { asObject, asText, Json } from '../../json';
import type { ResourceRecord } from '../../state/records';
import { refusal } from '../refusal';

/** The names of buckets, which become parts of paths. Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
export const BUCKET_NAME =
  /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Patterns of names that the schemas do not have. Sources: the API reference of each service. */
const NAMES: Record<string, { property: string; pattern: RegExp }> = {
  'AWS::BedrockAgentCore::Runtime': {
    property: 'AgentRuntimeName',
    pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
  },
  'AWS::Budgets::Budget': {
    property: 'Budget.BudgetName',
    pattern: /^[^:\\]{1,100}$/,
  },
  'AWS::CloudWatch::Dashboard': {
    property: 'DashboardName',
    pattern: /^[\w-]{1,255}$/,
  },
  'AWS::CodeBuild::Project': {
    property: 'Name',
    pattern: /^[A-Za-z0-9][\w-]{1,149}$/,
  },
  'AWS::EC2::SecurityGroup': {
    property: 'GroupName',
    pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/,
  },
  'AWS::ECS::Cluster': {
    property: 'ClusterName',
    pattern: /^[\w-]{1,255}$/,
  },
  'AWS::ECS::Service': {
    property: 'ServiceName',
    pattern: /^[\w-]{1,255}$/,
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    property: 'Name',
    pattern: /^(?!internal-|-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    property: 'Name',
    pattern: /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  },
  'AWS::IAM::ManagedPolicy': {
    property: 'ManagedPolicyName',
    pattern: /^[\w+=,.@-]{1,128}$/,
  },
  'AWS::OpenSearchServerless::Collection': {
    property: 'Name',
    pattern: /^[a-z][a-z0-9-]{2,31}$/,
  },
  'AWS::OpenSearchService::Domain': {
    property: 'DomainName',
    pattern: /^[a-z][a-z0-9-]{2,27}$/,
  },
  'AWS::S3::Bucket': { property: 'BucketName', pattern: BUCKET_NAME },
  'AWS::RDS::DBProxy': {
    property: 'DBProxyName',
    pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]{0,62}(?<!-)$/,
  },
};

/** The reason why a service refuses the name of a resource; `undefined` when it does not. */
export function nameProblem({
  type,
  properties,
}: ResourceRecord): string | undefined {
  const { property, pattern } = NAMES[type] ?? {};
  const name = asText(
    property
      ?.split('.')
      .reduce<Json>((value, key) => asObject(value)[key], properties),
  );
  return name === undefined || pattern?.test(name)
    ? undefined
    : refusal(
        `Value '${name}' at '${property}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern?.source}`,
        'InvalidRequest',
      );
}
