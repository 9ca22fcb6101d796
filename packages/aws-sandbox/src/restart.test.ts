import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  clientOptions,
  REGION,
  setFaults,
  Stacks,
  startTestSandbox,
} from './__testUtils__';

const TEMPLATE = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kept' } },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: {
        Name: '/kept',
        Type: 'String',
        Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      },
    },
  },
};

describe('a sandbox that is started again on the same state', () => {
  let stateDirectory: string;

  beforeEach(async () => {
    stateDirectory = await fs.mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterEach(async () => await fs.rm(stateDirectory, { recursive: true }));

  it('still has stacks, parameters and objects', async () => {
    const first = await startTestSandbox({ stateDirectory });
    const { StackId } = await new Stacks(first).create('kept', TEMPLATE);
    await new S3Client({
      ...clientOptions(first),
      forcePathStyle: true,
    }).send(new PutObjectCommand({ Bucket: 'kept', Key: 'k', Body: 'body' }));
    await first.close();

    const second = await startTestSandbox({ stateDirectory });
    expect((await new Stacks(second).describe('kept')).StackId).toBe(StackId);
    const { Parameter } = await new SSMClient(clientOptions(second)).send(
      new GetParameterCommand({ Name: '/kept' }),
    );
    expect(Parameter?.Value).toBe('arn:aws:s3:::kept');
    const { Body } = await new S3Client({
      ...clientOptions(second),
      forcePathStyle: true,
    }).send(new GetObjectCommand({ Bucket: 'kept', Key: 'k' }));
    expect(await Body?.transformToString()).toBe('body');
    await second.close();
  });

  it.each(['Bucket', 'Parameter'])(
    'goes on with a deployment that was in progress at %s',
    async logicalId => {
      const first = await startTestSandbox({ stateDirectory });
      await setFaults(first, {
        kind: 'resource',
        logicalId,
        action: 'create',
        effect: 'hang',
      });
      await new Stacks(first).startCreate('broken-off', TEMPLATE);
      await first.close();

      const second = await startTestSandbox({ stateDirectory });
      const stacks = new Stacks(second);
      expect((await stacks.settled('broken-off')).StackStatus).toBe(
        'CREATE_COMPLETE',
      );
      const events = await stacks.events('broken-off');
      expect(
        events.filter(line => line === 'Bucket CREATE_COMPLETE'),
      ).toHaveLength(1);
      await second.close();
    },
  );

  it('goes on with an update that replaces, and cleans up once', async () => {
    const topic = (TopicName: string) => ({
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName } },
      },
    });
    const first = await startTestSandbox({ stateDirectory });
    const before = new Stacks(first);
    await before.create('replace', topic('one'));
    await setFaults(first, {
      kind: 'resource',
      logicalId: 'Topic',
      action: 'any',
      effect: 'hang',
    });
    await before.startUpdate('replace', topic('two'));
    await first.close();

    const second = await startTestSandbox({ stateDirectory });
    const after = new Stacks(second);
    expect((await after.settled('replace')).StackStatus).toBe(
      'UPDATE_COMPLETE',
    );
    const events = await after.events('replace');
    expect(
      events.filter(line => line === 'Topic DELETE_COMPLETE'),
    ).toHaveLength(1);
    expect((await after.create('free', topic('one'))).StackStatus).toBe(
      'CREATE_COMPLETE',
    );
    await second.close();
  });

  it('remembers a deleted stack for 90 days', async () => {
    const first = await startTestSandbox({ stateDirectory });
    const before = new Stacks(first);
    const deleteOne = async (name: string) => {
      await before.create(name, {
        Resources: { T: { Type: 'AWS::SNS::Topic' } },
      });
      return String((await before.remove(name)).StackId);
    };
    const [old, recent] = [await deleteOne('old'), await deleteOne('recent')];
    await first.close();
    const file = join(
      stateDirectory,
      `accounts/${ACCOUNT}/${REGION}/stacks/${old.split('/').at(-1)}.json`,
    );
    const record = JSON.parse(await fs.readFile(file, 'utf8'));
    const deletedAt = new Date(Date.now() - 91 * 24 * 3600 * 1000);
    await fs.writeFile(file, JSON.stringify({ ...record, deletedAt }));

    const second = await startTestSandbox({ stateDirectory });
    const after = new Stacks(second);
    expect((await after.describe(recent)).StackStatus).toBe('DELETE_COMPLETE');
    await expect(after.describe(old)).rejects.toThrow('does not exist');
    await second.close();
  });

  it('says when it cannot write its state, and takes the request again when it can', async () => {
    const sandbox = await startTestSandbox({ stateDirectory });
    const stacks = new Stacks(sandbox);
    const request = { ClientRequestToken: 'once' };
    // Where the folder of the account should be.
    const obstacle = join(stateDirectory, 'accounts', ACCOUNT);
    await fs.mkdir(join(stateDirectory, 'accounts'), { recursive: true });
    await fs.writeFile(obstacle, '');
    await expect(stacks.create('kept', TEMPLATE, request)).rejects.toThrow(
      'The sandbox cannot write its state',
    );

    await fs.rm(obstacle);
    const { StackStatus } = await stacks.create('kept', TEMPLATE, request);
    expect(StackStatus).toBe('CREATE_COMPLETE');
    await sandbox.close();
  });
});
