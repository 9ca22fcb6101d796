import { Stacks, startTestSandbox } from '../../__testUtils__';
import type { Sandbox } from '../../sandbox';

const IAM = { Capabilities: ['CAPABILITY_NAMED_IAM' as const] };

/** A policy of so many characters as IAM counts them, or a few more. */
const policyOf = (characters: number) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${'a'.repeat(characters)}`,
    },
  ],
});

const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: {}, ...properties },
});

const inline = (name: string, characters: number) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: name,
    Roles: [{ Ref: 'Role' }],
    PolicyDocument: policyOf(characters),
  },
});

const subnet = (CidrBlock: string) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock },
});

const vpc = {
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16' },
};

const searchDomain = (
  InstanceCount: number,
  AvailabilityZoneCount: number,
) => ({
  Type: 'AWS::OpenSearchService::Domain',
  Properties: {
    ClusterConfig: {
      InstanceCount,
      ZoneAwarenessEnabled: true,
      ZoneAwarenessConfig: { AvailabilityZoneCount },
    },
  },
});

const groupRule = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  CidrIp: '10.0.0.0/16',
};

describe('the limits of services', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
  });
  afterAll(async () => await sandbox.close());

  it.each([
    [
      'a name that is longer than its service takes',
      {
        Group: {
          Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
          Properties: { Name: 'a'.repeat(33) },
        },
      },
      /Value 'a{33}' at 'Name' failed to satisfy constraint/,
    ],
    [
      'a name within a property',
      {
        Budget: {
          Type: 'AWS::Budgets::Budget',
          Properties: {
            Budget: {
              BudgetName: 'a'.repeat(101),
              BudgetType: 'COST',
              TimeUnit: 'MONTHLY',
            },
          },
        },
      },
      /at 'Budget\.BudgetName'/,
    ],
    [
      'inline policies that are too large together',
      {
        Role: role({
          Policies: [{ PolicyName: 'own', PolicyDocument: policyOf(4_000) }],
        }),
        One: inline('one', 3_500),
        Two: inline('two', 3_500),
      },
      /Maximum policy size of 10240 bytes exceeded for role/,
    ],
    [
      'a managed policy that is too large',
      {
        Policy: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: policyOf(6_144) },
        },
      },
      /Cannot exceed quota for PolicySize: 6144/,
    ],
    [
      'a trust policy that is too large',
      { Role: role({ AssumeRolePolicyDocument: policyOf(2_048) }) },
      /Cannot exceed quota for ACLSizePerRole: 2048/,
    ],
    [
      'too many managed policies of a role',
      {
        Role: role({
          ManagedPolicyArns: Array.from(
            { length: 11 },
            (_, index) => `arn:aws:iam::aws:policy/p${index}`,
          ),
        }),
      },
      /Cannot exceed quota for PoliciesPerRole: 10/,
    ],
    [
      'more rules than a security group takes, wherever they stand',
      {
        Vpc: vpc,
        Group: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            GroupDescription: 'full',
            VpcId: { Ref: 'Vpc' },
            SecurityGroupIngress: Array(60).fill(groupRule),
          },
        },
        OneMore: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: { GroupId: { Ref: 'Group' }, ...groupRule },
        },
      },
      /The maximum number of rules per security group has been reached/,
    ],
    [
      'a subnet that is not in its VPC',
      { Vpc: vpc, Subnet: subnet('10.1.0.0/24') },
      /The CIDR '10\.1\.0\.0\/24' is invalid/,
    ],
    [
      'subnets that overlap',
      { Vpc: vpc, One: subnet('10.0.0.0/23'), Two: subnet('10.0.1.0/24') },
      /The CIDR '10\.0\.\d\.0\/2\d' conflicts with another subnet/,
    ],
    [
      'an odd number of search nodes over two zones',
      { Domain: searchDomain(3, 2) },
      /You must choose an even number of data nodes/,
    ],
    [
      'a parameter whose name is kept for AWS',
      {
        Parameter: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/awsome/key', Type: 'String', Value: 'a' },
        },
      },
      /No access to reserved parameter name: \/awsome\/key/,
    ],
    [
      'a parameter that is too long for its tier',
      {
        Parameter: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Value: 'a'.repeat(4_097) },
        },
      },
      /maximum parameter value of 4096 characters/,
    ],
  ])('refuse %s', async (what, Resources, reason) => {
    const name = what.replace(/\W/g, '-');
    const stack = await stacks.create(name, { Resources }, IAM);

    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.events(name)).join('\n')).toMatch(reason);
  });

  it('take what is just within them', async () => {
    const stack = await stacks.create(
      'within',
      {
        Resources: {
          Vpc: vpc,
          First: subnet('10.0.0.0/24'),
          Second: subnet('10.0.1.0/24'),
          Role: role(),
          One: inline('one', 5_000),
          Two: inline('two', 5_000),
          Pairs: searchDomain(4, 2),
          Triple: searchDomain(3, 3),
          Group: {
            Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
            Properties: { Name: 'a'.repeat(32) },
          },
        },
      },
      IAM,
    );
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });
});
