import { randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketRequestPaymentCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Sandbox } from '../../sandbox';
import { clientOptions, startTestSandbox } from '../../__testUtils__';

describe('S3', () => {
  let sandbox: Sandbox;
  let s3: S3Client;
  const Bucket = 'a-bucket';

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    s3 = new S3Client({ ...clientOptions(sandbox), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(async () => await sandbox.close());

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

  describe('lists objects', () => {
    const Prefix = 'list/';

    beforeAll(async () => {
      for (const Key of ['list/a', 'list/b/1', 'list/b/2', 'list/c']) {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      }
    });

    it('page by page, with each folder once', async () => {
      const pages = paginateListObjectsV2(
        { client: s3, pageSize: 1 },
        { Bucket, Prefix, Delimiter: '/' },
      );
      const seen: unknown[] = [];
      for await (const { Contents = [], CommonPrefixes = [] } of pages) {
        seen.push(
          ...Contents.map(({ Key }) => Key),
          ...CommonPrefixes.map(folder => folder.Prefix),
        );
      }

      expect(seen).toEqual(['list/a', 'list/b/', 'list/c']);
    });

    it('in the older way, from a marker on', async () => {
      const first = await s3.send(
        new ListObjectsCommand({ Bucket, Prefix, MaxKeys: 3 }),
      );
      const second = await s3.send(
        new ListObjectsCommand({ Bucket, Prefix, Marker: first.NextMarker }),
      );

      expect(first.IsTruncated).toBe(true);
      expect(second.Contents?.map(({ Key }) => Key)).toEqual(['list/c']);
    });
  });

  it('copies an object with its headers, unless others are given', async () => {
    const CopySource = `${Bucket}/original`;
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'original',
        Body: 'x',
        ContentType: 'application/x-test',
        Metadata: { colour: 'blue' },
      }),
    );
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'other',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { colour: 'red' },
      }),
    );
    const head = (Key: string) =>
      s3.send(new HeadObjectCommand({ Bucket, Key }));

    expect(await head('copy')).toMatchObject({
      ContentType: 'application/x-test',
      Metadata: { colour: 'blue' },
    });
    expect((await head('other')).Metadata).toEqual({ colour: 'red' });
  });

  it('gives the part of an object that is asked for', async () => {
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'part', Body: '0123456' }),
    );
    const part = async (Range: string) => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket, Key: 'part', Range }),
      );
      return Body?.transformToString();
    };

    expect(await part('bytes=2-3')).toBe('23');
    expect(await part('bytes=5-')).toBe('56');
    expect(await part('bytes=-2')).toBe('56');
    await expect(part('bytes=7-')).rejects.toMatchObject({
      name: 'InvalidRange',
    });
  });

  it('puts an object only where there is none, when told so', async () => {
    const put = () =>
      s3.send(
        new PutObjectCommand({
          Bucket,
          Key: 'once',
          Body: 'x',
          IfNoneMatch: '*',
        }),
      );

    await put();
    await expect(put()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('takes nothing that it does not have for something else', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'x' }));

    await expect(
      s3.send(new GetObjectAclCommand({ Bucket, Key: 'plain' })),
    ).rejects.toThrow('The sandbox does not have the operation GetObjectAcl');
    await expect(
      s3.send(new GetBucketRequestPaymentCommand({ Bucket })),
    ).rejects.toThrow(
      'The sandbox does not have the operation GetBucketRequestPayment',
    );
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
    await expect(
      stranger.send(new CreateBucketCommand({ Bucket })),
    ).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
    await expect(
      s3.send(new CreateBucketCommand({ Bucket })),
    ).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  });
});
