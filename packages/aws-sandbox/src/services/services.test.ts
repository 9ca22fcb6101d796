import { randomBytes } from 'node:crypto';
import {
  DescribeAvailabilityZonesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { Sandbox } from '../sandbox';
import {
  ACCOUNT,
  clientOptions,
  REGION,
  setFaults,
  Stacks,
  startTestSandbox,
} from '../__testUtils__';

describe('the services of the sandbox', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => await sandbox.close());

  describe('whatever is asked of them', () => {
    const ask = (path: string, service: string, region = REGION) =>
      fetch(`${sandbox.url}${path}`, {
        method: 'PUT',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${region}/${service}/aws4_request`,
        },
      });

    it('have no operations but their own', async () => {
      const response = await ask('/?Action=constructor', 'cloudformation');

      expect(await response.text()).toContain('<Code>InvalidAction</Code>');
    });

    it('make no bucket whose name is none, or leads elsewhere', async () => {
      const response = await ask('/..%5C..%5Cbucket', 's3');

      expect(await response.text()).toContain('<Code>InvalidBucketName</Code>');
    });

    it('are in no place that cannot be a region', async () => {
      expect((await ask('/a-bucket-elsewhere', 's3', '..')).status).toBe(404);
    });
  });

  describe('S3', () => {
    let s3: S3Client;
    const Bucket = 'a-bucket';

    beforeAll(async () => {
      s3 = new S3Client({ ...clientOptions(sandbox), forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket }));
    });

    it.each(['__proto__', 'constructor'])(
      'keeps an object under the key %s',
      async Key => {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'kept' }));
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));

        expect(await Body?.transformToString()).toBe('kept');
      },
    );

    it('keeps objects with their headers, whatever is in them', async () => {
      const body = randomBytes(70_000);
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: 'folder/ü & <b>.bin',
          Body: body,
          ContentType: 'application/x-test',
          Metadata: { colour: 'blue' },
        }),
      );
      const object = await s3.send(
        new GetObjectCommand({ Bucket, Key: 'folder/ü & <b>.bin' }),
      );

      expect(
        Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(
          body,
        ),
      ).toBe(true);
      expect(object).toMatchObject({
        ContentType: 'application/x-test',
        ContentLength: 70_000,
        Metadata: { colour: 'blue' },
      });
    });

    it('takes uploads in parts', async () => {
      const body = randomBytes(6 * 1024 * 1024);
      await new Upload({
        client: s3,
        params: { Bucket, Key: 'large', Body: body },
      }).done();
      const object = await s3.send(
        new GetObjectCommand({ Bucket, Key: 'large' }),
      );

      expect(
        Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(
          body,
        ),
      ).toBe(true);
    });

    it('lists page by page and by folder', async () => {
      for (const Key of ['list/a', 'list/b/1', 'list/b/2', 'list/c']) {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      }
      const folders = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/' }),
      );
      expect(folders.CommonPrefixes).toEqual([{ Prefix: 'list/b/' }]);
      expect(folders.Contents?.map(({ Key }) => Key)).toEqual([
        'list/a',
        'list/c',
      ]);
      const first = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 3 }),
      );
      const second = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: 'list/',
          ContinuationToken: first.NextContinuationToken,
        }),
      );
      expect(first.IsTruncated).toBe(true);
      expect(second.Contents?.map(({ Key }) => Key)).toEqual(['list/c']);
    });

    it('deletes several at once, and answers missing keys and buckets as S3 does', async () => {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
      await s3.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: [{ Key: 'gone' }] },
        }),
      );

      await expect(
        s3.send(new GetObjectCommand({ Bucket, Key: 'gone' })),
      ).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(
        s3.send(new HeadObjectCommand({ Bucket, Key: 'gone' })),
      ).rejects.toMatchObject({ name: 'NotFound' });
      await expect(
        s3.send(new ListObjectsV2Command({ Bucket: 'no-such-bucket' })),
      ).rejects.toMatchObject({ name: 'NoSuchBucket' });
    });

    it('says where a bucket is and whose', async () => {
      const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
      expect(location.LocationConstraint).toBe('eu-west-1');
      const stranger = new S3Client({
        ...clientOptions(sandbox, '444455556666'),
        forcePathStyle: true,
      });
      const { Buckets } = await stranger.send(new ListBucketsCommand({}));
      expect(Buckets ?? []).toEqual([]);
    });
  });

  it('keeps parameters by their names', async () => {
    const ssm = new SSMClient(clientOptions(sandbox));
    await ssm.send(
      new PutParameterCommand({ Name: '/p/a', Value: '1', Type: 'String' }),
    );
    await ssm.send(
      new PutParameterCommand({ Name: '/p/q/b', Value: '2', Type: 'String' }),
    );
    await expect(
      ssm.send(new PutParameterCommand({ Name: '/p/a', Value: '3' })),
    ).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    const byPath = async (Recursive: boolean) =>
      (
        await ssm.send(
          new GetParametersByPathCommand({ Path: '/p', Recursive }),
        )
      ).Parameters?.map(({ Name }) => Name);

    expect(await byPath(false)).toEqual(['/p/a']);
    expect(await byPath(true)).toEqual(['/p/a', '/p/q/b']);
    await ssm.send(new DeleteParameterCommand({ Name: '/p/a' }));
    await expect(
      ssm.send(new GetParameterCommand({ Name: '/p/a' })),
    ).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('lets a role be assumed in another account', async () => {
    const sts = new STSClient(clientOptions(sandbox));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(
      ACCOUNT,
    );
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::444455556666:role/deploy',
        RoleSessionName: 'test',
      }),
    );
    const other = new STSClient(
      clientOptions(sandbox, Credentials?.AccessKeyId),
    );

    expect((await other.send(new GetCallerIdentityCommand({}))).Account).toBe(
      '444455556666',
    );
  });

  it('finds what bears a tag of its stack, also what outlived the stack', async () => {
    const tagging = new ResourceGroupsTaggingAPIClient(clientOptions(sandbox));
    const stacks = new Stacks(sandbox);
    await stacks.create(
      'tagged',
      {
        Resources: {
          Kept: {
            Type: 'AWS::S3::Bucket',
            DeletionPolicy: 'Retain',
            Properties: { BucketName: 'kept-bucket' },
          },
          Gone: { Type: 'AWS::SQS::Queue' },
        },
      },
      { Tags: [{ Key: 'team', Value: 'shop' }] },
    );
    const tagged = async (...Values: string[]) => {
      const { ResourceTagMappingList = [] } = await tagging.send(
        new GetResourcesCommand({ TagFilters: [{ Key: 'team', Values }] }),
      );
      return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
    };

    expect(await tagged('shop')).toHaveLength(2);
    expect(await tagged('another')).toEqual([]);
    await stacks.remove('tagged');
    expect(await tagged('shop')).toEqual(['arn:aws:s3:::kept-bucket']);
  });

  it('maps zone names to zone ids for each account in its own way', async () => {
    const zones = async (account: string) => {
      const { AvailabilityZones } = await new EC2Client(
        clientOptions(sandbox, account),
      ).send(new DescribeAvailabilityZonesCommand({}));
      return (AvailabilityZones ?? []).map(
        ({ ZoneName, ZoneId }) => `${ZoneName}=${ZoneId}`,
      );
    };
    const accounts = Array.from({ length: 8 }, (_, index) =>
      String(100_000_000_000 + index),
    );
    const mappings = await Promise.all(accounts.map(zones));

    expect(new Set(mappings.map(String)).size).toBeGreaterThan(1);
    expect(await zones(accounts[0])).toEqual(mappings[0]);
    for (const mapping of mappings) {
      expect(mapping.map(one => one.split('=')[0])).toEqual([
        'eu-west-1a',
        'eu-west-1b',
        'eu-west-1c',
      ]);
      expect(mapping.map(one => one.split('=')[1]).sort()).toEqual([
        'euw1-az1',
        'euw1-az2',
        'euw1-az3',
      ]);
    }
  });

  it('throttles, fails and drops calls when told to', async () => {
    const sts = new STSClient(clientOptions(sandbox));
    const ask = async () => await sts.send(new GetCallerIdentityCommand({}));
    await setFaults(sandbox, { kind: 'throttle', service: 'sts', times: 1 });
    await expect(ask()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(ask()).resolves.toBeDefined();
    await setFaults(sandbox, { kind: 'error', operation: 'GetCallerIdentity' });
    await expect(ask()).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500 },
    });
    await setFaults(sandbox, { kind: 'expired', times: 1 });
    await expect(ask()).rejects.toMatchObject({ name: 'ExpiredToken' });
    await setFaults(sandbox, { kind: 'drop', times: 1 });
    await expect(ask()).rejects.toThrow('socket hang up');
    await setFaults(sandbox);
    await expect(ask()).resolves.toBeDefined();
  });

  it('names what is wrong in a plan of faults', async () => {
    await expect(
      setFaults(sandbox, { kind: 'throttle', times: -1 }),
    ).rejects.toThrow(/faults\.0\.times/);
  });
});
