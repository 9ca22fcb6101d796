import type { ResourceDuration } from './ResourceDuration';

/** Configuration that takes effect with one call, after which CloudFormation checks once or twice. */
const QUICK = 'estimate: configuration that one call puts into effect';

/** IAM is eventually consistent: CloudFormation waits until a new identity is known everywhere. */
const IAM =
  'estimate from CloudFormation event logs: about 15 s until a new identity is known everywhere';

/** The time between two events of a resource in a log of CloudFormation. */
const EVENTS = 'estimate from CloudFormation event logs';

/** A figure of public deployment logs: their median, because deployments differ. */
const LOG = 'middle of public deployment logs';

/** How long AWS takes to create, update and delete resources, by type. Types that are not here take {@link DEFAULT_DURATION}. */
export const RESOURCE_DURATIONS: Readonly<Record<string, ResourceDuration>> = {
  // Network
  'AWS::EC2::VPC': {
    create: 12,
    update: 6,
    delete: 2,
    source: `${LOG} (create); update and delete are estimates`,
  },
  'AWS::EC2::Subnet': {
    create: 6,
    update: 4,
    delete: 2,
    source: `${LOG} (create); update and delete are estimates`,
  },
  'AWS::EC2::InternetGateway': {
    create: 16,
    update: 4,
    delete: 2,
    source: `${LOG} (create); update and delete are estimates`,
  },
  'AWS::EC2::VPCGatewayAttachment': {
    create: 6,
    update: 6,
    delete: 4,
    source: EVENTS,
  },
  'AWS::EC2::EIP': {
    create: 16,
    update: 4,
    delete: 2,
    source: `${LOG} (create); update and delete are estimates`,
  },
  'AWS::EC2::NatGateway': {
    create: 100,
    update: 5,
    delete: 60,
    source: `${LOG}: 1 min 40 s (create); update and delete are estimates`,
  },
  'AWS::EC2::RouteTable': { create: 12, update: 4, delete: 2, source: LOG },
  'AWS::EC2::Route': {
    create: 6,
    update: 5,
    delete: 3,
    source: EVENTS,
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    create: 3,
    update: 3,
    delete: 2,
    source: QUICK,
  },
  'AWS::EC2::SecurityGroup': {
    create: 6,
    update: 5,
    delete: 2,
    source: EVENTS,
  },
  'AWS::EC2::VPCEndpoint': {
    create: 100,
    update: 30,
    delete: 60,
    source: `${LOG}: 1 to 3 min for an interface endpoint (create); update and delete are estimates`,
  },
  'AWS::EC2::FlowLog': { create: 4, update: 4, delete: 2, source: QUICK },

  // Load balancing and names
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    create: 135,
    update: 10,
    delete: 15,
    source: `${LOG}: 2 to 2.5 min (create); update and delete are estimates`,
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    create: 16,
    update: 5,
    delete: 3,
    source: EVENTS,
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    create: 3,
    update: 3,
    delete: 2,
    source: QUICK,
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    create: 3,
    update: 3,
    delete: 2,
    source: QUICK,
  },
  'AWS::CertificateManager::Certificate': {
    create: 150,
    update: 5,
    delete: 5,
    source:
      'AWS Certificate Manager, DNS validation: 2 to 3 min in public logs (create); update and delete are estimates',
  },
  'AWS::Route53::RecordSet': {
    create: 35,
    update: 35,
    delete: 35,
    source:
      'Amazon Route 53 Developer Guide: changes reach all servers within 60 s; middle of public logs',
  },
  'AWS::WAFv2::WebACL': {
    create: 8,
    update: 10,
    delete: 5,
    source:
      'AWS WAF Developer Guide: changes take from seconds to minutes to reach everywhere; CloudFormation waits for seconds (estimate)',
  },
  'AWS::WAFv2::WebACLAssociation': {
    create: 20,
    update: 20,
    delete: 10,
    source: 'estimate: retried until the load balancer is ready to take it',
  },

  // Data
  'AWS::RDS::DBCluster': {
    create: 43,
    update: 60,
    delete: 60,
    source:
      'deployment log in aws-cdk issue 30277 (create); update and delete are estimates',
  },
  'AWS::RDS::DBInstance': {
    create: 420,
    update: 240,
    delete: 300,
    source:
      'deployment log in aws-cdk issue 30277: 6 to 12 min for an Aurora instance; update and delete are estimates',
  },
  'AWS::RDS::DBSubnetGroup': { create: 4, update: 4, delete: 2, source: QUICK },
  'AWS::RDS::DBClusterParameterGroup': {
    create: 10,
    update: 10,
    delete: 3,
    source: QUICK,
  },
  'AWS::RDS::DBProxy': {
    create: 180,
    update: 60,
    delete: 90,
    source: 'estimate: proxies become available after some minutes',
  },
  'AWS::RDS::DBProxyTargetGroup': {
    create: 30,
    update: 30,
    delete: 10,
    source: 'estimate',
  },
  'AWS::OpenSearchService::Domain': {
    create: 1200,
    update: 1200,
    delete: 600,
    source:
      'Amazon OpenSearch Service Developer Guide: 15 to 30 min; public logs: 15 to 25 min; update takes a new set of nodes (blue/green)',
  },
  'AWS::OpenSearchServerless::Collection': {
    create: 300,
    update: 10,
    delete: 60,
    source:
      'Amazon OpenSearch Service Developer Guide: a few minutes; the newer generation takes seconds, which the table does not tell apart',
  },
  'AWS::OpenSearchServerless::VpcEndpoint': {
    create: 120,
    update: 60,
    delete: 60,
    source: 'estimate, as other interface endpoints',
  },
  'AWS::S3::Bucket': {
    create: 22,
    update: 15,
    delete: 3,
    source: 'estimate from CloudFormation event logs: 20 to 25 s (create)',
  },
  'AWS::S3::BucketPolicy': { create: 2, update: 2, delete: 1, source: QUICK },
  'AWS::SecretsManager::SecretTargetAttachment': {
    create: 3,
    update: 3,
    delete: 2,
    source: QUICK,
  },

  // Security and audit
  'AWS::IAM::Role': { create: 17, update: 15, delete: 2, source: IAM },
  'AWS::IAM::Policy': { create: 16, update: 15, delete: 2, source: IAM },
  'AWS::IAM::ManagedPolicy': { create: 16, update: 15, delete: 2, source: IAM },
  'AWS::IAM::InstanceProfile': {
    create: 130,
    update: 130,
    delete: 2,
    source:
      'estimate from CloudFormation event logs: two minutes are waited on purpose',
  },
  'AWS::KMS::Key': {
    create: 20,
    update: 10,
    delete: 5,
    source: 'estimate: seconds; the deletion is scheduled, not waited for',
  },
  'AWS::CloudTrail::Trail': {
    create: 10,
    update: 8,
    delete: 3,
    source: 'estimate: seconds',
  },
  'AWS::Cognito::UserPool': { create: 5, update: 5, delete: 3, source: QUICK },
  'AWS::Cognito::UserPoolDomain': {
    create: 5,
    update: 5,
    delete: 3,
    source: QUICK,
  },

  // Compute and agents
  'AWS::ECS::Cluster': {
    create: 10,
    update: 5,
    delete: 5,
    source: EVENTS,
  },
  'AWS::ECS::Service': {
    create: 180,
    update: 240,
    delete: 120,
    source: `${LOG}: 2 to 4 min until the tasks are healthy; delete drains the tasks (estimate)`,
  },
  'AWS::ECS::TaskDefinition': {
    create: 2,
    update: 2,
    delete: 1,
    source: QUICK,
  },
  'AWS::ECR::Repository': { create: 3, update: 3, delete: 2, source: QUICK },
  'AWS::Lambda::Function': {
    create: 15,
    update: 15,
    delete: 5,
    source:
      'estimate; a function in a VPC takes longer to delete, which the table does not tell apart',
  },
  'AWS::BedrockAgentCore::Runtime': {
    create: 45,
    update: 40,
    delete: 20,
    source:
      'public reports: under a minute (create); update and delete are estimates',
  },
  'AWS::BedrockAgentCore::RuntimeEndpoint': {
    create: 15,
    update: 15,
    delete: 10,
    source: 'estimate',
  },
  'AWS::BedrockAgentCore::Memory': {
    create: 150,
    update: 60,
    delete: 30,
    source: 'estimate: memories with strategies take 2 to 3 min',
  },
  'AWS::BedrockAgentCore::Gateway': {
    create: 20,
    update: 15,
    delete: 15,
    source: 'estimate',
  },
  'AWS::Bedrock::Guardrail': {
    create: 10,
    update: 10,
    delete: 5,
    source: 'estimate',
  },
  'AWS::Bedrock::KnowledgeBase': {
    create: 20,
    update: 15,
    delete: 30,
    source: 'estimate',
  },

  // Configuration
  'AWS::SSM::Parameter': { create: 2, update: 2, delete: 1, source: QUICK },
  'AWS::Logs::LogGroup': { create: 3, update: 3, delete: 2, source: QUICK },
  'AWS::CloudWatch::Alarm': { create: 2, update: 2, delete: 1, source: QUICK },
  'AWS::CloudWatch::Dashboard': {
    create: 2,
    update: 2,
    delete: 1,
    source: QUICK,
  },
  'AWS::SNS::Topic': {
    create: 11,
    update: 5,
    delete: 2,
    source: EVENTS,
  },
  'AWS::Budgets::Budget': { create: 3, update: 3, delete: 2, source: QUICK },
  'AWS::CDK::Metadata': { create: 1, update: 1, delete: 1, source: QUICK },
};
