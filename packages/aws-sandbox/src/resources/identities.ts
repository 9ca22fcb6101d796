import { asObject, asText } from '../json';
import { arn } from './arn';
import { generatedName, Identity, ResourceSeed, seedText } from './seed';
import { seededHex, seededSuffix, seededText, seededUuid } from './random';

type IdentityRule = (seed: ResourceSeed) => Identity;

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LETTERS =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function iam(
  kind: string,
  nameProperty: string,
  idAttribute: string | undefined,
  prefix: string,
): IdentityRule {
  return seed => {
    const name = asText(seed.properties[nameProperty]) ?? generatedName(seed);
    const path = asText(seed.properties.Path) ?? '/';
    return {
      physicalId: name,
      arn: arn(seed.place, 'iam', `${kind}${path}${name}`, { region: false }),
      values: {
        [nameProperty]: name,
        ...(idAttribute && {
          [idAttribute]: `${prefix}${seededSuffix(seedText(seed), 17)}`,
        }),
      },
      chosen: nameProperty in seed.properties,
    };
  };
}

function elb(
  seed: ResourceSeed,
  arnAttribute: string,
  resource: string,
  nameProperty = '',
  values: Record<string, string> = {},
): Identity {
  const resourceArn = arn(seed.place, 'elasticloadbalancing', resource);
  return {
    physicalId: resourceArn,
    arn: resourceArn,
    values: { [arnAttribute]: resourceArn, ...values },
    chosen: nameProperty in seed.properties,
  };
}

function byUuid(
  service: string,
  prefix: string,
  arnAttribute: string,
): IdentityRule {
  return seed => {
    const resourceArn = arn(
      seed.place,
      service,
      `${prefix}${seededUuid(seedText(seed))}`,
    );
    return {
      physicalId: resourceArn,
      arn: resourceArn,
      values: { [arnAttribute]: resourceArn },
      chosen: false,
    };
  };
}

function bedrock(idAttribute: string, kind: string): IdentityRule {
  return seed => {
    const id = seededSuffix(seedText(seed), 10);
    const resourceArn = arn(seed.place, 'bedrock', `${kind}/${id}`);
    return {
      physicalId: id,
      arn: resourceArn,
      values: { [idAttribute]: id },
      chosen: false,
    };
  };
}

function agentCore(
  kind: string,
  nameProperty: string,
  idAttribute: string,
  arnAttribute: string,
): IdentityRule {
  return seed => {
    const name = asText(seed.properties[nameProperty]) ?? 'unnamed';
    const id = `${name}-${seededText(seedText(seed), 10, LETTERS)}`;
    const resourceArn = arn(seed.place, 'bedrock-agentcore', `${kind}/${id}`);
    return {
      physicalId: id,
      arn: resourceArn,
      values: { [idAttribute]: id, [arnAttribute]: resourceArn },
      chosen: nameProperty in seed.properties,
    };
  };
}

/** Load balancers and target groups have names of at most 32 characters. */
function shortName(seed: ResourceSeed): string {
  return `${seed.stackName.slice(0, 6)}-${seed.logicalId.slice(
    0,
    12,
  )}-${seededSuffix(seedText(seed), 12)}`.replace(/--+/g, '-');
}

function seededOctets(seed: ResourceSeed): string {
  return [0, 1, 2]
    .map(index => parseInt(seededHex(`${seedText(seed)}/${index}`, 2), 16))
    .join('.');
}

/** Types whose names and ARNs follow rules of their own. */
export const IDENTITIES: Record<string, IdentityRule> = {
  'AWS::S3::Bucket': seed => {
    const name = asText(seed.properties.BucketName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 's3', name, { region: false, account: false }),
      values: { BucketName: name },
      chosen: 'BucketName' in seed.properties,
    };
  },
  'AWS::IAM::Role': iam('role', 'RoleName', 'RoleId', 'AROA'),
  'AWS::IAM::User': iam('user', 'UserName', undefined, 'AIDA'),
  'AWS::IAM::Group': iam('group', 'GroupName', undefined, 'AGPA'),
  'AWS::IAM::InstanceProfile': iam(
    'instance-profile',
    'InstanceProfileName',
    undefined,
    'AIPA',
  ),
  'AWS::IAM::ManagedPolicy': seed => {
    const identity = iam(
      'policy',
      'ManagedPolicyName',
      'PolicyId',
      'ANPA',
    )(seed);
    return {
      ...identity,
      physicalId: identity.arn as string,
      values: { ...identity.values, PolicyArn: identity.arn as string },
    };
  },
  'AWS::IAM::Policy': seed => {
    const id = [
      seed.stackName.slice(0, 4),
      seed.logicalId.slice(0, 4),
      seededSuffix(seedText(seed)),
    ].join('-');
    return { physicalId: id, values: { Id: id }, chosen: false };
  },
  'AWS::EC2::EIP': seed => {
    const address = `52.${seededOctets(seed)}`;
    return {
      physicalId: address,
      values: {
        PublicIp: address,
        AllocationId: `eipalloc-0${seededHex(seedText(seed), 16)}`,
      },
      chosen: false,
    };
  },
  'AWS::EC2::VPCGatewayAttachment': seed => ({
    physicalId: `${seed.properties.InternetGatewayId ? 'IGW' : 'VGW'}|${asText(
      seed.properties.VpcId,
    )}`,
    values: {
      AttachmentType: seed.properties.InternetGatewayId ? 'IGW' : 'VGW',
    },
    chosen: true,
  }),
  'AWS::EC2::Route': seed => {
    const destination =
      asText(seed.properties.DestinationCidrBlock) ??
      asText(seed.properties.DestinationIpv6CidrBlock) ??
      asText(seed.properties.DestinationPrefixListId) ??
      '';
    return {
      physicalId: `${asText(seed.properties.RouteTableId)}|${destination}`,
      values: { CidrBlock: destination },
      chosen: true,
    };
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': seed => {
    const name = asText(seed.properties.Name) ?? shortName(seed);
    const kind = seed.properties.Type === 'network' ? 'net' : 'app';
    const full = `${kind}/${name}/${seededHex(seedText(seed), 16)}`;
    return elb(seed, 'LoadBalancerArn', `loadbalancer/${full}`, 'Name', {
      LoadBalancerName: name,
      LoadBalancerFullName: full,
    });
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': seed => {
    const name = asText(seed.properties.Name) ?? shortName(seed);
    const full = `targetgroup/${name}/${seededHex(seedText(seed), 16)}`;
    return elb(seed, 'TargetGroupArn', full, 'Name', {
      TargetGroupName: name,
      TargetGroupFullName: full,
    });
  },
  'AWS::ElasticLoadBalancingV2::Listener': seed => {
    const balancer = (asText(seed.properties.LoadBalancerArn) ?? '')
      .split(':loadbalancer/')
      .at(-1);
    return elb(
      seed,
      'ListenerArn',
      `listener/${balancer}/${seededHex(seedText(seed), 16)}`,
    );
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': seed => {
    const listener = (asText(seed.properties.ListenerArn) ?? '')
      .split(':listener/')
      .at(-1);
    return elb(
      seed,
      'RuleArn',
      `listener-rule/${listener}/${seededHex(seedText(seed), 16)}`,
    );
  },
  'AWS::ECS::Cluster': seed => {
    const name = asText(seed.properties.ClusterName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 'ecs', `cluster/${name}`),
      values: { ClusterName: name },
      chosen: 'ClusterName' in seed.properties,
    };
  },
  'AWS::ECS::Service': seed => {
    const name = asText(seed.properties.ServiceName) ?? generatedName(seed);
    const cluster = (asText(seed.properties.Cluster) ?? 'default')
      .split('/')
      .at(-1);
    const serviceArn = arn(seed.place, 'ecs', `service/${cluster}/${name}`);
    return {
      physicalId: serviceArn,
      arn: serviceArn,
      values: { ServiceArn: serviceArn, Name: name },
      chosen: 'ServiceName' in seed.properties,
    };
  },
  'AWS::ECS::TaskDefinition': seed => {
    const family =
      asText(seed.properties.Family) ??
      generatedName(seed).replace(/[^A-Za-z0-9_-]/g, '');
    const revision = seed.generation + 1;
    const definitionArn = arn(
      seed.place,
      'ecs',
      `task-definition/${family}:${revision}`,
    );
    return {
      physicalId: definitionArn,
      arn: definitionArn,
      values: { TaskDefinitionArn: definitionArn },
      chosen: false,
    };
  },
  'AWS::SecretsManager::Secret': seed => {
    const name = asText(seed.properties.Name) ?? generatedName(seed);
    const secretArn = arn(
      seed.place,
      'secretsmanager',
      `secret:${name}-${seededText(seedText(seed), 6, LETTERS)}`,
    );
    return {
      physicalId: secretArn,
      arn: secretArn,
      values: { Id: secretArn, Name: name },
      chosen: 'Name' in seed.properties,
    };
  },
  'AWS::SecretsManager::SecretTargetAttachment': seed => ({
    physicalId: asText(seed.properties.SecretId) ?? '',
    values: { Id: asText(seed.properties.SecretId) ?? '' },
    chosen: true,
  }),
  'AWS::Budgets::Budget': seed => {
    const name =
      asText(asObject(seed.properties.Budget).BudgetName) ??
      generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 'budgets', `budget/${name}`, { region: false }),
      values: { Id: name },
      chosen: 'BudgetName' in asObject(seed.properties.Budget),
    };
  },
  'AWS::SNS::Topic': seed => {
    const name = asText(seed.properties.TopicName) ?? generatedName(seed);
    const topicArn = arn(seed.place, 'sns', name);
    return {
      physicalId: topicArn,
      arn: topicArn,
      values: { TopicArn: topicArn, TopicName: name },
      chosen: 'TopicName' in seed.properties,
    };
  },
  'AWS::SNS::Subscription': seed => {
    const subscriptionArn = `${asText(seed.properties.TopicArn)}:${seededUuid(
      seedText(seed),
    )}`;
    return {
      physicalId: subscriptionArn,
      arn: subscriptionArn,
      values: { Arn: subscriptionArn },
      chosen: false,
    };
  },
  'AWS::SQS::Queue': seed => {
    const name = asText(seed.properties.QueueName) ?? generatedName(seed);
    const url = `https://sqs.${seed.place.region}.${seed.place.urlSuffix}/${seed.place.account}/${name}`;
    return {
      physicalId: url,
      arn: arn(seed.place, 'sqs', name),
      values: { QueueUrl: url, QueueName: name },
      chosen: 'QueueName' in seed.properties,
    };
  },
  'AWS::CertificateManager::Certificate': byUuid(
    'acm',
    'certificate/',
    'CertificateArn',
  ),
  'AWS::WAFv2::WebACL': seed => {
    const name = asText(seed.properties.Name) ?? generatedName(seed);
    const id = seededUuid(seedText(seed));
    const scope =
      seed.properties.Scope === 'CLOUDFRONT' ? 'global' : 'regional';
    return {
      physicalId: `${name}|${id}|${asText(seed.properties.Scope)}`,
      arn: arn(seed.place, 'wafv2', `${scope}/webacl/${name}/${id}`),
      values: { Name: name, Id: id },
      chosen: 'Name' in seed.properties,
    };
  },
  'AWS::Cognito::UserPool': seed => {
    const id = `${seed.place.region}_${seededText(seedText(seed), 9, LETTERS)}`;
    return {
      physicalId: id,
      arn: arn(seed.place, 'cognito-idp', `userpool/${id}`),
      values: { UserPoolId: id },
      chosen: false,
    };
  },
  'AWS::Cognito::UserPoolClient': seed => {
    const id = seededText(
      seedText(seed),
      26,
      'abcdefghijklmnopqrstuvwxyz0123456789',
    );
    return { physicalId: id, values: { ClientId: id }, chosen: false };
  },
  'AWS::BedrockAgentCore::Runtime': agentCore(
    'runtime',
    'AgentRuntimeName',
    'AgentRuntimeId',
    'AgentRuntimeArn',
  ),
  'AWS::BedrockAgentCore::Memory': agentCore(
    'memory',
    'Name',
    'MemoryId',
    'MemoryArn',
  ),
  'AWS::BedrockAgentCore::Gateway': agentCore(
    'gateway',
    'Name',
    'GatewayIdentifier',
    'GatewayArn',
  ),
  'AWS::BedrockAgentCore::RuntimeEndpoint': seed => {
    const name = asText(seed.properties.Name) ?? 'DEFAULT';
    const endpointArn = arn(
      seed.place,
      'bedrock-agentcore',
      `runtime/${asText(
        seed.properties.AgentRuntimeId,
      )}/runtime-endpoint/${name}`,
    );
    return {
      physicalId: endpointArn,
      arn: endpointArn,
      values: { AgentRuntimeEndpointArn: endpointArn, Id: name },
      chosen: true,
    };
  },
  'AWS::Bedrock::KnowledgeBase': bedrock('KnowledgeBaseId', 'knowledge-base'),
  'AWS::Bedrock::Agent': bedrock('AgentId', 'agent'),
  'AWS::Bedrock::DataSource': seed => {
    const id = seededSuffix(seedText(seed), 10);
    return {
      physicalId: `${asText(seed.properties.KnowledgeBaseId)}|${id}`,
      values: { DataSourceId: id },
      chosen: false,
    };
  },
  'AWS::Bedrock::Guardrail': seed => {
    const id = seededText(seedText(seed), 12, LOWER);
    return {
      physicalId: arn(seed.place, 'bedrock', `guardrail/${id}`),
      arn: arn(seed.place, 'bedrock', `guardrail/${id}`),
      values: {
        GuardrailId: id,
        GuardrailArn: arn(seed.place, 'bedrock', `guardrail/${id}`),
      },
      chosen: false,
    };
  },
  'AWS::OpenSearchServerless::Collection': seed => {
    const id = seededText(seedText(seed), 20, LOWER);
    return {
      physicalId: id,
      arn: arn(seed.place, 'aoss', `collection/${id}`),
      values: { Id: id },
      chosen: false,
    };
  },
  'AWS::Route53::HostedZone': seed => {
    const id = `Z${seededSuffix(seedText(seed), 20)}`;
    return {
      physicalId: id,
      arn: arn(seed.place, 'route53', `hostedzone/${id}`, {
        region: false,
        account: false,
      }),
      values: { Id: id },
      chosen: false,
    };
  },
  'AWS::RDS::DBProxy': seed => {
    const name = asText(seed.properties.DBProxyName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(
        seed.place,
        'rds',
        `db-proxy:prx-0${seededHex(seedText(seed), 16)}`,
      ),
      values: { DBProxyName: name },
      chosen: 'DBProxyName' in seed.properties,
    };
  },
};
