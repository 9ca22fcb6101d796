import {
  CreateChangeSetCommand,
  CreateChangeSetCommandInput,
  DescribeChangeSetCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Sandbox } from '../../sandbox';
import {
  clientOptions,
  setFaults,
  Stacks,
  startTestSandbox,
} from '../../__testUtils__';

const vpc = (CidrBlock: string) => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' },
    },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/changes', Type: 'String', Value: CidrBlock },
    },
  },
});

describe('change sets', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  const change = async (
    StackName: string,
    template: object,
    more: Partial<CreateChangeSetCommandInput> = {},
  ) => {
    await stacks.client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'change',
        TemplateBody: JSON.stringify(template),
        ...more,
      }),
    );
    return await stacks.client.send(
      new DescribeChangeSetCommand({
        StackName,
        ChangeSetName: more.ChangeSetName ?? 'change',
      }),
    );
  };

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
    await stacks.create('changes', vpc('10.0.0.0/16'));
  });
  afterEach(async () => await setFaults(sandbox));
  afterAll(async () => await sandbox.close());

  it('say what would be added, changed, replaced and removed', async () => {
    const { Parameter: _removed, ...rest } = vpc('10.1.0.0/16').Resources;
    const { Changes, Status } = await change(
      'changes',
      { Resources: { ...rest, Topic: { Type: 'AWS::SNS::Topic' } } },
      { ChangeSetName: 'change' },
    );

    expect(Status).toBe('CREATE_COMPLETE');
    expect(
      Changes?.map(({ ResourceChange: one }) =>
        [one?.Action, one?.LogicalResourceId, one?.Replacement]
          .filter(Boolean)
          .join(' '),
      ),
    ).toEqual([
      'Modify Vpc True',
      'Modify Subnet Conditional',
      'Add Topic',
      'Remove Parameter',
    ]);
    const { Summaries } = await stacks.client.send(
      new ListChangeSetsCommand({ StackName: 'changes' }),
    );
    expect(Summaries).toHaveLength(1);
  });

  it('cannot have the name of another one', async () => {
    await expect(change('changes', vpc('10.2.0.0/16'))).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
  });

  it('are made and executed once, however often the same request comes', async () => {
    const request = {
      ChangeSetName: 'repeated',
      ClientToken: 'create',
      ChangeSetType: 'CREATE' as const,
    };
    const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
    const { ChangeSetId } = await change('twice', template, request);
    const repeated = await change('twice', template, request);
    expect(repeated.ChangeSetId).toBe(ChangeSetId);

    const execute = new ExecuteChangeSetCommand({
      StackName: 'twice',
      ChangeSetName: 'repeated',
      ClientRequestToken: 'execute',
    });
    await stacks.client.send(execute);
    await stacks.client.send(execute);
    expect((await stacks.settled('twice')).StackStatus).toBe('CREATE_COMPLETE');
  });

  it('make a stack only when they are executed', async () => {
    const { ExecutionStatus } = await change('fresh', vpc('10.0.0.0/16'), {
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      }),
    });
    expect(ExecutionStatus).toBe('AVAILABLE');
    expect((await stacks.describe('fresh')).StackStatus).toBe(
      'REVIEW_IN_PROGRESS',
    );

    await setFaults(sandbox, {
      kind: 'resource',
      action: 'create',
      effect: 'hang',
    });
    await stacks.client.send(
      new ExecuteChangeSetCommand({
        StackName: 'fresh',
        ChangeSetName: 'change',
      }),
    );
    await expect(
      change('fresh', vpc('10.3.0.0/16'), { ChangeSetName: 'other' }),
    ).rejects.toThrow(/is in CREATE_IN_PROGRESS state and can not be updated/);
    await expect(
      stacks.client.send(
        new ExecuteChangeSetCommand({
          StackName: 'fresh',
          ChangeSetName: 'change',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
    await setFaults(sandbox);
    expect((await stacks.settled('fresh')).StackStatus).toBe('CREATE_COMPLETE');
    const { TemplateBody } = await stacks.client.send(
      new GetTemplateCommand({ StackName: 'fresh' }),
    );
    expect(JSON.parse(String(TemplateBody))).toHaveProperty('Resources.Topic');
  });

  it('fail when they would change nothing', async () => {
    await stacks.create('same', {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    });
    const { Status, StatusReason } = await change('same', {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    });

    expect(Status).toBe('FAILED');
    expect(StatusReason).toMatch(/didn't contain changes/);
  });

  it('leave drift alone, which is found by looking for it', async () => {
    const look = async () => {
      const { StackDriftDetectionId } = await stacks.client.send(
        new DetectStackDriftCommand({ StackName: 'changes' }),
      );
      return await stacks.client.send(
        new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
      );
    };
    expect((await look()).StackDriftStatus).toBe('IN_SYNC');
    await new SSMClient(clientOptions(sandbox)).send(
      new PutParameterCommand({
        Name: '/changes',
        Value: 'by hand',
        Overwrite: true,
      }),
    );

    expect(await look()).toMatchObject({
      StackDriftStatus: 'DRIFTED',
      DriftedStackResourceCount: 1,
    });
    const { StackResourceDrifts } = await stacks.client.send(
      new DescribeStackResourceDriftsCommand({
        StackName: 'changes',
        StackResourceDriftStatusFilters: ['MODIFIED'],
      }),
    );
    expect(StackResourceDrifts).toEqual([
      expect.objectContaining({
        LogicalResourceId: 'Parameter',
        PropertyDifferences: [
          {
            PropertyPath: '/Value',
            ExpectedValue: '10.0.0.0/16',
            ActualValue: 'by hand',
            DifferenceType: 'NOT_EQUAL',
          },
        ],
      }),
    ]);
  });
});
