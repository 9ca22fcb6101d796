import {
  Capability,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  ListExportsCommand,
  RollbackStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import { ACCOUNT, outputsOf, Stacks, startTestSandbox } from '../__testUtils__';

describe('creating a stack', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
  });
  afterAll(async () => await sandbox.close());

  it('makes resources in the order of their dependencies and resolves what they refer to', async () => {
    const stack = await stacks.create('order', {
      Parameters: { Cidr: { Type: 'String', Default: '10.1.0.0/16' } },
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Subnet: {
          Type: 'AWS::EC2::Subnet',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            CidrBlock: {
              'Fn::Select': [
                1,
                { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 4, 8] },
              ],
            },
          },
        },
        Vpc: {
          Type: 'AWS::EC2::VPC',
          Properties: { CidrBlock: { Ref: 'Cidr' } },
        },
        Left: { Type: 'AWS::EC2::InternetGateway', Condition: 'Never' },
      },
      Outputs: {
        Text: {
          Value: {
            'Fn::Sub': '${AWS::Region}/${Vpc}/${!literal}/${Vpc.VpcId}',
          },
        },
        Subnet: {
          Value: { 'Fn::Join': ['-', ['is', { Ref: 'Subnet' }]] },
          Export: { Name: 'order-subnet' },
        },
      },
    });

    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    const outputs = outputsOf(stack);
    expect(outputs.Text).toMatch(
      /^eu-west-1\/vpc-0[0-9a-f]{16}\/\$\{literal\}\/vpc-0[0-9a-f]{16}$/,
    );
    expect(outputs.Subnet).toMatch(/^is-subnet-0[0-9a-f]{16}$/);
    const events = await stacks.events('order');
    expect(events.indexOf('Vpc CREATE_COMPLETE')).toBeLessThan(
      events.indexOf('Subnet CREATE_IN_PROGRESS'),
    );
    expect(events.join('\n')).not.toContain('Left');
    const { Exports } = await stacks.client.send(new ListExportsCommand({}));
    expect(Exports).toEqual([
      expect.objectContaining({
        Name: 'order-subnet',
        Value: outputs.Subnet,
      }),
    ]);
  });

  it('rolls back when a property is not in the schema, and names resource and property', async () => {
    const stack = await stacks.create('wrong-property', {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Bucket: {
          Type: 'AWS::S3::Bucket',
          DependsOn: 'Topic',
          Properties: { BucketNaem: 'x' },
        },
      },
    });

    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const events = await stacks.events('wrong-property');
    expect(events).toContainEqual(
      expect.stringMatching(
        /^Bucket CREATE_FAILED .*extraneous key \[BucketNaem\] is not permitted/,
      ),
    );
    expect(events).toContain(
      'wrong-property ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bucket]. Rollback requested by user.',
    );
    expect(events).toContain('Topic DELETE_COMPLETE');
  });

  it.each([
    [
      'a missing property',
      'AWS::EC2::Subnet',
      { CidrBlock: '10.0.0.0/24' },
      /required key \[VpcId\] not found/,
    ],
    [
      'a wrong type',
      'AWS::RDS::DBCluster',
      { Engine: 'aurora-postgresql', Port: 'many' },
      /Port/,
    ],
    [
      'a value that is not in the list',
      'AWS::SSM::Parameter',
      { Type: 'Text', Value: 'x' },
      /Type/,
    ],
    [
      'a property of a property',
      'AWS::S3::Bucket',
      { VersioningConfiguration: { Statsu: 'Enabled' } },
      /Statsu/,
    ],
  ])('refuses %s', async (what, Type, Properties, reason) => {
    const name = `refused-${what.replace(/ /g, '-')}`;
    const stack = await stacks.create(name, {
      Resources: { Thing: { Type, Properties } },
    });

    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.events(name)).join('\n')).toMatch(reason);
  });

  it.each([
    [
      'an unknown type',
      { A: { Type: 'AWS::Nothing::Here' } },
      /Unrecognized resource types: \[AWS::Nothing::Here\]/,
    ],
    [
      'a reference to nothing',
      {
        A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'B' } } },
      },
      /Unresolved resource dependencies \[B\]/,
    ],
    [
      'an attribute that a type has not',
      {
        A: { Type: 'AWS::SNS::Topic' },
        B: {
          Type: 'AWS::SNS::Topic',
          Properties: { TopicName: { 'Fn::GetAtt': ['A', 'Colour'] } },
        },
      },
      /resource A does not support attribute type Colour/,
    ],
    [
      'a circle',
      {
        A: { Type: 'AWS::SNS::Topic', DependsOn: 'B' },
        B: { Type: 'AWS::SNS::Topic', DependsOn: 'A' },
      },
      /Circular dependency between resources/,
    ],
    ['no resources', {}, /At least one Resources member must be defined/],
    [
      'more resources than a stack may have',
      Object.fromEntries(
        Array.from({ length: 501 }, (_, index) => [
          `Topic${index}`,
          { Type: 'AWS::SNS::Topic' },
        ]),
      ),
      /Number of resources, 501, is greater than maximum allowed, 500/,
    ],
  ])(
    'refuses a template with %s at once',
    async (_what, Resources, message) => {
      await expect(stacks.create('never', { Resources })).rejects.toThrow(
        message,
      );
      await expect(stacks.describe('never')).rejects.toThrow(
        'Stack with id never does not exist',
      );
    },
  );

  it('shows the values of its parameters, but of secret ones', async () => {
    const { Parameters } = await stacks.create(
      'secret',
      {
        Parameters: {
          Colour: { Type: 'String', Default: 'blue' },
          Password: { Type: 'String', NoEcho: true },
        },
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      },
      {
        Parameters: [
          { ParameterKey: 'Password', ParameterValue: 'opensesame' },
        ],
      },
    );

    expect(Parameters).toEqual([
      { ParameterKey: 'Colour', ParameterValue: 'blue' },
      { ParameterKey: 'Password', ParameterValue: '****' },
    ]);
  });

  it('asks for the acknowledgement that IAM resources are made', async () => {
    const template = {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: {} },
        },
      },
    };
    await expect(stacks.create('iam', template)).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
    });
    const stack = await stacks.create('iam', template, {
      Capabilities: ['CAPABILITY_IAM'],
    });

    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  it.each([
    [
      'nested stacks',
      {
        Resources: {
          Child: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'https://example.com' },
          },
        },
      },
    ],
    [
      'macros',
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      },
    ],
    ['loops', { Resources: { 'Fn::ForEach::Topics': ['a', ['b'], {}] } }],
  ])('says that the sandbox has no %s', async (_what, template) => {
    await expect(stacks.create('never', template)).rejects.toThrow(
      /^The sandbox/,
    );
  });

  it('reads YAML with short forms', async () => {
    await stacks.client.send(
      new CreateStackCommand({
        StackName: 'yaml',
        TemplateBody: [
          'Resources:',
          '  Topic:',
          '    Type: AWS::SNS::Topic',
          '    Properties:',
          '      TopicName: !Sub "${AWS::StackName}-topic"',
          'Outputs:',
          '  Name:',
          '    Value: !GetAtt Topic.TopicName',
          '  Arn:',
          '    Value: !Join ["", [!Ref Topic]]',
        ].join('\n'),
      }),
    );

    expect(outputsOf(await stacks.settled('yaml'))).toEqual({
      Name: 'yaml-topic',
      Arn: 'arn:aws:sns:eu-west-1:111122223333:yaml-topic',
    });
  });

  it('gives no two resources of an account the same chosen name', async () => {
    const template = {
      Resources: {
        Group: {
          Type: 'AWS::Logs::LogGroup',
          Properties: { LogGroupName: '/one/name' },
        },
      },
    };
    await stacks.create('first', template);
    const second = await stacks.create('second', template);

    expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.events('second')).join('\n')).toContain(
      "with identifier '/one/name' already exists",
    );
    const other = new Stacks(sandbox, '444455556666');
    expect((await other.create('first', template)).StackStatus).toBe(
      'CREATE_COMPLETE',
    );
  });

  it('gives no two roles of an account the same name, in whatever regions', async () => {
    const template = {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: 'one-role', AssumeRolePolicyDocument: {} },
        },
      },
    };
    const elsewhere = new Stacks(sandbox, ACCOUNT, 'us-east-1');
    const Capabilities: Capability[] = ['CAPABILITY_NAMED_IAM'];
    await stacks.create('role', template, { Capabilities });
    const second = await elsewhere.create('role', template, { Capabilities });

    expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await elsewhere.events('role')).join('\n')).toContain(
      "with identifier 'one-role' already exists",
    );
  });

  it('knows the names also of what has another id', async () => {
    const template = (properties: object) => ({
      Resources: {
        Group: {
          Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
          Properties: { Name: 'one-group', ...properties },
        },
      },
    });
    await stacks.create('group', template({ Port: 80 }));
    const second = await stacks.create('other-group', template({ Port: 81 }));
    expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');

    // Another port needs another group, which cannot have the same name while the old one stands.
    const replaced = await stacks.update('group', template({ Port: 82 }));
    expect(replaced.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await stacks.events('group')).join('\n')).toContain(
      'cannot update a stack when a custom-named resource requires replacing. Rename one-group',
    );
  });

  it('takes every hosted zone for granted, and does not hold its records against each other', async () => {
    const template = {
      Resources: {
        Record: {
          Type: 'AWS::Route53::RecordSet',
          Properties: {
            HostedZoneId: 'Z0123456789ABCDEFGHIJ',
            Name: 'agents.example.com.',
            Type: 'A',
            TTL: '60',
            ResourceRecords: ['192.0.2.1'],
          },
        },
      },
    };
    await stacks.create('record', template);
    const second = await stacks.create('same-record', template);
    expect(second.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('answers a repeated request with the same token as before, and refuses the token for another', async () => {
    const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
    const token = { ClientRequestToken: 'one' };
    const { StackId } = await stacks.create('twice', template, token);

    expect((await stacks.create('twice', template, token)).StackId).toBe(
      StackId,
    );
    await expect(stacks.create('twice', template)).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
    await expect(
      stacks.create(
        'twice',
        { Resources: { Other: { Type: 'AWS::SNS::Topic' } } },
        token,
      ),
    ).rejects.toMatchObject({ name: 'TokenAlreadyExistsException' });
  });

  it('refuses a custom resource whose token leads nowhere, and makes one whose function exists', async () => {
    const custom = (token: unknown) => ({
      Resources: {
        Custom: { Type: 'Custom::Thing', Properties: { ServiceToken: token } },
      },
    });
    const lost = await stacks.create(
      'custom-lost',
      custom('arn:aws:lambda:eu-west-1:111122223333:function:missing'),
    );
    const found = await stacks.create('custom-found', {
      Resources: {
        ...custom({ 'Fn::GetAtt': ['Topic', 'TopicArn'] }).Resources,
        Topic: { Type: 'AWS::SNS::Topic' },
      },
    });

    expect(lost.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(found.StackStatus).toBe('CREATE_COMPLETE');
    const { StackResources } = await stacks.client.send(
      new DescribeStackResourcesCommand({ StackName: 'custom-found' }),
    );
    expect(StackResources).toHaveLength(2);
  });

  it('keeps the failed resources when told not to roll back', async () => {
    const stack = await stacks.create(
      'no-rollback',
      {
        Resources: {
          Bad: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'x' } },
        },
      },
      { DisableRollback: true },
    );

    expect(stack.StackStatus).toBe('CREATE_FAILED');
    await stacks.client.send(
      new RollbackStackCommand({ StackName: 'no-rollback' }),
    );
    expect((await stacks.settled('no-rollback')).StackStatus).toBe(
      'ROLLBACK_COMPLETE',
    );
    await expect(
      stacks.client.send(
        new RollbackStackCommand({ StackName: 'no-rollback' }),
      ),
    ).rejects.toThrow(/is in ROLLBACK_COMPLETE state and can not be rolled/);
  });
});
