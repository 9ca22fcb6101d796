import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Sandbox } from '../sandbox';
import {
  clientOptions,
  setFaults,
  Stacks,
  startTestSandbox,
} from '../__testUtils__';

function bucketStack(BucketName: string) {
  return {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName } },
    },
  };
}

describe('deleting a stack', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  const remove = (name: string, RetainResources?: string[]) =>
    stacks.remove(name, { RetainResources });

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
  });
  afterEach(async () => await setFaults(sandbox));
  afterAll(async () => await sandbox.close());

  it('deletes in the reverse order of the dependencies', async () => {
    const { StackId } = await stacks.create('order', {
      Resources: {
        Vpc: {
          Type: 'AWS::EC2::VPC',
          Properties: { CidrBlock: '10.0.0.0/16' },
        },
        Subnet: {
          Type: 'AWS::EC2::Subnet',
          Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' },
        },
      },
    });

    expect((await remove('order')).StackStatus).toBe('DELETE_COMPLETE');
    const events = await stacks.events(String(StackId));
    expect(events.indexOf('Subnet DELETE_COMPLETE')).toBeLessThan(
      events.indexOf('Vpc DELETE_IN_PROGRESS'),
    );
    await expect(stacks.describe('order')).rejects.toThrow('does not exist');
  });

  it('says when the deletion began, not when it ended', async () => {
    await stacks.create('busy', bucketStack('busy-bucket'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Bucket',
      action: 'delete',
    });

    const { LastUpdatedTime } = await remove('busy');
    const { StackEvents = [] } = await stacks.client.send(
      new DescribeStackEventsCommand({ StackName: 'busy' }),
    );
    const began = StackEvents.find(
      ({ LogicalResourceId, ResourceStatus }) =>
        LogicalResourceId === 'busy' && ResourceStatus === 'DELETE_IN_PROGRESS',
    );

    expect(LastUpdatedTime!.getTime()).toBeLessThanOrEqual(
      began!.Timestamp!.getTime(),
    );
  });

  it('fails at a bucket that is not empty, and lets it stand when told to retain it', async () => {
    await stacks.create('full', bucketStack('full-bucket'));
    const s3 = new S3Client({
      ...clientOptions(sandbox),
      forcePathStyle: true,
    });
    await s3.send(
      new PutObjectCommand({ Bucket: 'full-bucket', Key: 'a', Body: 'b' }),
    );

    const failed = await remove('full');
    expect(failed.StackStatus).toBe('DELETE_FAILED');
    expect(failed.StackStatusReason).toContain('[Bucket]');
    expect((await remove('full', ['Bucket'])).StackStatus).toBe(
      'DELETE_COMPLETE',
    );
    expect(
      (await stacks.create('again', bucketStack('full-bucket'))).StackStatus,
    ).toBe('ROLLBACK_COMPLETE');
  });

  it('fails at a subnet in which something that was retained has interfaces', async () => {
    await stacks.create('network', {
      Resources: {
        Vpc: {
          Type: 'AWS::EC2::VPC',
          Properties: { CidrBlock: '10.0.0.0/16' },
        },
        Subnet: {
          Type: 'AWS::EC2::Subnet',
          Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' },
        },
      },
      Outputs: {
        Subnet: { Value: { Ref: 'Subnet' }, Export: { Name: 'subnet' } },
      },
    });
    await stacks.create('data', {
      Resources: {
        Subnets: {
          Type: 'AWS::RDS::DBSubnetGroup',
          DeletionPolicy: 'Retain',
          Properties: {
            DBSubnetGroupDescription: 'data',
            SubnetIds: [{ 'Fn::ImportValue': 'subnet' }],
          },
        },
      },
    });
    expect((await remove('data')).StackStatus).toBe('DELETE_COMPLETE');

    const failed = await remove('network');
    expect(failed.StackStatus).toBe('DELETE_FAILED');
    const force = { DeletionMode: 'FORCE_DELETE_STACK' as const };
    const forced = await stacks.remove('network', force);
    expect(forced.StackStatus).toBe('DELETE_COMPLETE');
    const events = await stacks.events(String(failed.StackId));
    expect(events).toContain('Vpc DELETE_SKIPPED');
    expect(events.join('\n')).toMatch(
      /Subnet DELETE_FAILED .*The subnet 'subnet-\w+' has dependencies and cannot be deleted/,
    );
  });

  it('is refused while the stack is protected', async () => {
    await stacks.create('safe', bucketStack('safe-bucket'), {
      EnableTerminationProtection: true,
    });
    await expect(remove('safe')).rejects.toThrow(
      'Stack [safe] cannot be deleted while TerminationProtection is enabled',
    );
    await stacks.client.send(
      new UpdateTerminationProtectionCommand({
        StackName: 'safe',
        EnableTerminationProtection: false,
      }),
    );
    expect((await remove('safe')).StackStatus).toBe('DELETE_COMPLETE');
  });

  it('does not happen while another stack imports what this one exports', async () => {
    await stacks.create('exporter', {
      ...bucketStack('exported-bucket'),
      Outputs: {
        Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'the-bucket' } },
      },
    });
    const importer = {
      Resources: {
        Parameter: {
          Type: 'AWS::SSM::Parameter',
          Properties: {
            Type: 'String',
            Value: { 'Fn::ImportValue': 'the-bucket' },
          },
        },
      },
    };
    await stacks.create('importer', importer);

    const stack = await remove('exporter');
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(stack.StackStatusReason).toBe(
      'Export the-bucket cannot be deleted as it is in use by importer',
    );
    const updated = await stacks.update('exporter', {
      ...bucketStack('exported-bucket'),
    });
    expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await remove('importer');
    // Who is about to import it counts, too.
    const hang = { kind: 'resource' as const, effect: 'hang' as const };
    await setFaults(sandbox, { ...hang, logicalId: 'Parameter' });
    await stacks.startCreate('importer', importer);
    await stacks.untilEvent('importer', /^Parameter CREATE_IN_PROGRESS/);
    expect((await remove('exporter')).StackStatusReason).toContain('in use');
    await setFaults(sandbox);
    await stacks.settled('importer');
    await remove('importer');
    expect((await remove('exporter')).StackStatus).toBe('DELETE_COMPLETE');
  });

  it('calls off the creation that is in progress', async () => {
    await setFaults(sandbox, {
      kind: 'resource',
      type: 'AWS::S3::Bucket',
      action: 'create',
      effect: 'hang',
    });
    const id = await stacks.startCreate('early', bucketStack('early-bucket'));
    await stacks.client.send(new DeleteStackCommand({ StackName: 'early' }));

    expect((await stacks.settled(id)).StackStatus).toBe('DELETE_COMPLETE');
    expect(await stacks.events(id)).toContain(
      'early DELETE_IN_PROGRESS User Initiated',
    );
  });

  it('of a stack that does not exist is no error', async () => {
    await expect(
      stacks.client.send(new DeleteStackCommand({ StackName: 'nothing' })),
    ).resolves.toBeDefined();
  });
});
