import {
  DescribeAvailabilityZonesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
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
    const ask = (
      path: string,
      service: string,
      region = REGION,
      headers: Record<string, string> = {},
      body?: string,
    ) =>
      fetch(`${sandbox.url}${path}`, {
        method: 'PUT',
        body,
        headers: {
          ...headers,
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

    it('say of what they are not that it is not there, in the protocol that they are asked in', async () => {
      const askFor = (contentType: string) =>
        ask('/', 'lambda', REGION, { 'content-type': contentType });
      const inJson = await askFor('application/x-amz-json-1.1');
      const inRest = await askFor('application/json');
      const inQuery = await askFor('application/x-www-form-urlencoded');

      expect(inJson.status).toBe(501);
      expect(await inJson.json()).toEqual({
        __type: 'UnknownOperationException',
        message: 'The sandbox does not have the service lambda',
      });
      expect(inRest.headers.get('x-amzn-errortype')).toBe(
        'UnknownOperationException',
      );
      expect(await inQuery.text()).toContain(
        '<Message>The sandbox does not have the service lambda</Message>',
      );
    });

    it.each([
      ['ssm', '/', /SerializationException/],
      ['s3', '/a-bucket/%', /<Code>InvalidURI<\/Code>/],
    ])('refuse what cannot be read: %s', async (service, path, expected) => {
      const response = await ask(
        path,
        service,
        REGION,
        { 'x-amz-target': 'AmazonSSM.GetParameter' },
        'not JSON',
      );

      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(expected);
    });

    it('are in no place that cannot be a region', async () => {
      expect((await ask('/a-bucket-elsewhere', 's3', '..')).status).toBe(404);
    });
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
