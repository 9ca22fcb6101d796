import { CfnResource, TagManager } from 'aws-cdk-lib';
import { stackName } from '../lib/definition';
import { platformTags } from '../lib/shared/platform-stack';
import { examples } from './definitions';
import { openFindings } from './security-rules';
import {
  allResources,
  identityStatements,
  Resource,
  resources,
  Statement,
  synthesize,
} from './synth';

/** The property by which a resource of a type is encrypted with a key of the platform. */
const ENCRYPTED: Readonly<Record<string, string>> = {
  'AWS::Bedrock::DataSource': 'ServerSideEncryptionConfiguration.KmsKeyArn',
  'AWS::Bedrock::Guardrail': 'KmsKeyArn',
  'AWS::BedrockAgentCore::Memory': 'EncryptionKeyArn',
  'AWS::CloudTrail::Trail': 'KMSKeyId',
  'AWS::CodeBuild::Project': 'EncryptionKey',
  'AWS::ECR::Repository': 'EncryptionConfiguration.KmsKey',
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::OpenSearchService::Domain': 'EncryptionAtRestOptions.KmsKeyId',
  'AWS::RDS::DBCluster': 'KmsKeyId',
  'AWS::RDS::DBInstance': 'PerformanceInsightsKMSKeyId',
  'AWS::S3::Bucket':
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
};

/** The types whose resources keep nothing, keep it elsewhere, or take no key of ours. */
const KEEP_NOTHING = [
  /^Custom::/,
  /^AWS::(ApplicationAutoScaling|Budgets|CertificateManager|CloudWatch|EC2|ElasticLoadBalancingV2|IAM|KMS|Route53|WAFv2|XRay)::/,
  /^AWS::Bedrock::(GuardrailVersion|KnowledgeBase)$/,
  // AgentCore encrypts the disks of sessions, and ECS those of tasks, with keys of AWS; both go with the session or task.
  /^AWS::BedrockAgentCore::Runtime$/,
  /^AWS::ECS::/,
  // Cognito encrypts users with a key of AWS.
  /^AWS::Cognito::/,
  // The code of functions is in this repository, and they have no settings.
  /^AWS::Lambda::/,
  /^AWS::Logs::(Delivery|DeliveryDestination|DeliverySource|MetricFilter|ResourcePolicy)$/,
  // Collections are encrypted by a policy of their own, which has a test below.
  /^AWS::OpenSearchServerless::/,
  /^AWS::RDS::(DBClusterParameterGroup|DBProxy|DBProxyTargetGroup|DBSubnetGroup)$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SNS::(Subscription|TopicPolicy)$/,
  // Parameters hold names and addresses, nothing secret.
  /^AWS::SSM::Parameter$/,
];

/** Properties that name the subnets in which something stands. */
const SUBNETS = /^(Vpc)?Subnet(s|Ids|IDs)$/;

/** Properties that hold tags. */
const TAGS = /^(?!Enable|Propagate)[A-Za-z]*Tags$/;

/** Types that the CDK takes for taggable and CloudFormation does not. */
const UNTAGGABLE = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::RDS::DBProxyTargetGroup',
];

describe.each(Object.entries(examples()))(
  'Everything in the %s platform',
  (_, definition) => {
    const { app, templates } = synthesize(definition);
    const all = allResources(templates);
    const ofType = (type: string) => all.filter(({ Type }) => Type === type);
    const zones = definition.network.availabilityZones;

    it('R26: is encrypted with a key of the platform, if it keeps anything and can be', () => {
      const open = all
        .filter(({ Type }) => !KEEP_NOTHING.some(kind => kind.test(Type)))
        .filter(resource => !at(resource, ENCRYPTED[resource.Type]))
        .map(describeResource);
      // Load balancers write their logs with keys of S3 alone.
      expect(open).toEqual([
        expect.stringMatching(/^storage AWS::S3::Bucket Logs/),
      ]);
      ofType('AWS::OpenSearchServerless::SecurityPolicy')
        .filter(({ Properties }) => Properties.Type === 'encryption')
        .forEach(({ Properties }) =>
          expect(JSON.stringify(Properties.Policy)).toContain('KmsARN'),
        );
    });

    it('R7: stands in every zone, if it can', () => {
      const places = all.flatMap(resource =>
        valuesOf(resource.Properties, SUBNETS)
          .filter(Array.isArray)
          .map(subnets => [
            describeResource(resource),
            new Set(subnets.map(asText)).size,
          ]),
      );
      expect(places.length).toBeGreaterThan(10);
      expect(places.filter(([, found]) => found !== zones)).toEqual([]);
    });

    it('R24: has a replica, if it can', () => {
      [
        ...ofType('AWS::OpenSearchServerless::Collection'),
        ...ofType('AWS::OpenSearchServerless::CollectionGroup'),
      ].forEach(({ Properties }) =>
        expect(Properties.StandbyReplicas).toBe('ENABLED'),
      );
      ofType('AWS::RDS::DBCluster').forEach(() =>
        expect(ofType('AWS::RDS::DBInstance')).toHaveLength(2),
      );
      ofType('AWS::OpenSearchService::Domain').forEach(({ Properties }) =>
        expect(Properties.ClusterConfig).toMatchObject({
          ZoneAwarenessEnabled: true,
          ZoneAwarenessConfig: { AvailabilityZoneCount: zones },
        }),
      );
    });

    it('R6: is reached from the internet through the public load balancer alone', () => {
      const facing = ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').filter(
        ({ Properties }) => Properties.Scheme === 'internet-facing',
      );
      expect(facing.map(({ id }) => id)).toEqual([
        expect.stringMatching(/^Public/),
      ]);
      const open = all.flatMap(resource =>
        [
          ...valuesOf(resource.Properties, /^PubliclyAccessible$/),
          ...valuesOf(resource.Properties, /^MapPublicIpOnLaunch$/),
          ...valuesOf(resource.Properties, /^AssignPublicIp$/),
        ]
          .filter(value => ![false, 'DISABLED'].includes(value as false))
          .map(() => describeResource(resource)),
      );
      expect(open).toEqual([]);
      // An address of its own, or a door that is no load balancer.
      const doors = all.filter(({ Type }) =>
        /^AWS::(ApiGateway|ApiGatewayV2|AppRunner|CloudFront|Lambda::Url|Transfer)/.test(
          Type,
        ),
      );
      expect(doors.map(describeResource)).toEqual([]);
      expect(ofType('AWS::EC2::EIP')).toHaveLength(
        ofType('AWS::EC2::NatGateway').length,
      );
    });

    it('R6: lets the internet in at no security group but that of the public load balancer', () => {
      const open = all
        .filter(
          ({ Type }) =>
            Type === 'AWS::EC2::SecurityGroup' ||
            Type === 'AWS::EC2::SecurityGroupIngress',
        )
        .filter(({ Type, Properties }) =>
          asText(
            Type === 'AWS::EC2::SecurityGroup'
              ? Properties.SecurityGroupIngress ?? []
              : Properties,
          ).match(/"(0\.0\.0\.0\/0|::\/0)"/),
        );
      expect(open.map(({ id }) => id)).toEqual([
        expect.stringMatching(/^SecurityGroupsPublicLoadBalancer/),
      ]);
    });

    it('R4: has public subnets for load balancers and NAT gateways alone', () => {
      const inPublic = all.filter(
        ({ Type, Properties }) =>
          !/^AWS::EC2::(Subnet|SubnetRouteTableAssociation)$/.test(Type) &&
          /Public\d+Subnet/.test(asText(Properties)),
      );
      const types = new Set(inPublic.map(({ Type }) => Type));
      expect([...types].sort()).toEqual(
        [
          'AWS::EC2::NatGateway',
          'AWS::ElasticLoadBalancingV2::LoadBalancer',
        ].slice(definition.network.natGateways === 'none' ? 1 : 0),
      );
      expect(
        ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')
          .filter(({ Properties }) => Properties.Scheme === 'internal')
          .map(({ Properties }) => asText(Properties.Subnets))
          .filter(subnets => subnets.includes('Public')),
      ).toEqual([]);
    });

    it('R13: trusts nobody without a condition, but in what only refuses', () => {
      const open = all
        // What the endpoints let through has tests of its own.
        .filter(({ Type }) => Type !== 'AWS::EC2::VPCEndpoint')
        .flatMap(resource =>
          statementsIn(resource.Properties)
            .filter(
              ({ Effect, Principal, Condition }) =>
                Effect === 'Allow' && isAnybody(Principal) && !Condition,
            )
            .map(() => describeResource(resource)),
        );
      expect(open).toEqual([]);
    });

    it('R13: has the boundary of the platform, if it is a role', () => {
      const { Outputs } = templates.boundary.toJSON();
      const [{ Value, Export }] = Object.values<Output>(Outputs).filter(
        output => output.Export,
      );
      expect(Value).toEqual({ Ref: expect.stringMatching(/^Boundary/) });
      const unbound = ofType('AWS::IAM::Role').filter(
        ({ Properties }) =>
          asText(Properties.PermissionsBoundary) !==
          asText({ 'Fn::ImportValue': Export?.Name }),
      );
      expect(unbound.map(describeResource)).toEqual([]);
    });

    it('R13: may do what it is granted, as far as the boundary goes', () => {
      const [{ Properties }] = resources(
        templates.boundary,
        'AWS::IAM::ManagedPolicy',
      );
      const [most, never]: string[][] = Properties.PolicyDocument.Statement.map(
        ({ Action }: Statement) => Action,
      );
      const reaches = (limits: string[], action: string) =>
        limits.some(limit =>
          limit.endsWith('*')
            ? action.startsWith(limit.slice(0, -1))
            : action === limit,
        );
      const stopped = identityStatements(templates)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .filter(action => !reaches(most, action) || reaches(never, action));
      expect(stopped).toEqual([]);
    });

    it('R35: belongs to a stack of its concern, named after it', () => {
      expect(Object.keys(templates)).toEqual(
        expect.arrayContaining(['network', 'agents', 'ingress', 'monitoring']),
      );
      Object.keys(templates).forEach(concern =>
        expect(app.node.findChild(concern)).toMatchObject({
          stackName: stackName(definition, concern),
        }),
      );
    });

    it('R39: has an answer to each finding of AwsSolutions and NIST 800-53 R5', () => {
      expect(openFindings(app)).toEqual([]);
    });

    it('R28: keeps its logs for as long as the definition says', () => {
      ofType('AWS::Logs::LogGroup').forEach(({ Properties }) =>
        expect(Properties.RetentionInDays).toBe(
          definition.observability.logRetentionDays,
        ),
      );
    });

    it('R32: has all tags, if it takes any', () => {
      const taggable = app.node
        .findAll()
        .filter(CfnResource.isCfnResource)
        .filter(
          resource =>
            TagManager.of(resource) &&
            !UNTAGGABLE.includes(resource.cfnResourceType),
        );
      expect(taggable.length).toBeGreaterThan(50);
      const expected = Object.entries(platformTags(definition));
      const bare = taggable.filter(resource => {
        const { Properties } = templates[resource.stack.node.id].toJSON()
          .Resources[resource.stack.resolve(resource.logicalId)] as Resource;
        const [tags = []] = valuesOf(Properties, TAGS);
        const text = asText(tags);
        return expected.some(
          ([key, value]) =>
            !text.includes(asText({ Key: key, Value: value })) &&
            !text.includes(`${asText(key)}:${asText(value)}`),
        );
      });
      expect(bare.map(({ node }) => node.path)).toEqual([]);
    });
  },
);

/** An output of a template. */
interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

function describeResource({
  stack,
  Type,
  id,
}: Resource & { readonly stack: string; readonly id: string }): string {
  return `${stack} ${Type} ${id}`;
}

/** The value at a path such as `Rules.0.Name`; undefined if there is none. */
function at({ Properties }: Resource, path = ''): unknown {
  return path
    .split('.')
    .reduce<Record<string, never> | undefined>(
      (value, key) => value?.[key],
      Properties,
    );
}

/** The values of all properties whose name matches, at any depth. */
function valuesOf(value: unknown, name: RegExp): unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    name.test(key) ? [inner] : valuesOf(inner, name),
  );
}

/** What a statement of a policy is tested for. */
interface TrustingStatement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: object;
}

function statementsIn(properties: unknown): TrustingStatement[] {
  return valuesOf(properties, /^Statement$/).flat() as TrustingStatement[];
}

function isAnybody(principal: unknown): boolean {
  return /^("\*"|\{"AWS":"\*"\})$/.test(asText(principal ?? ''));
}

function asText(value: unknown): string {
  return JSON.stringify(value);
}
