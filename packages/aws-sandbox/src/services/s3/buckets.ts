import { AwsError } from '../../errors';
import { compareText } from '../../json';
import { BUCKET_NAME } from '../../resources/limits/names';
import type { BucketRecord } from '../../state/records';
import type { ServiceCall, ServiceContext } from '../service';
import { emptyAnswer, requireBucket, xmlAnswer } from './answers';
import { contentOf } from './body';
import type { S3Operation } from './operation';

/** The operations on buckets and their settings. */
export function bucketOperations({
  state,
}: ServiceContext): Record<string, S3Operation> {
  return {
    ListBuckets: ({ caller }) => ({
      ...xmlAnswer('ListAllMyBucketsResult', {
        Owner: { ID: caller.account, DisplayName: caller.account },
        Buckets: {
          Bucket: state
            .places()
            .filter(({ account }) => account === caller.account)
            .flatMap(({ buckets }) => [...buckets.values()])
            .map(({ name, createdAt }) => ({
              Name: name,
              CreationDate: createdAt,
            })),
        },
      }),
    }),
    CreateBucket: async ({ place }, name) => {
      if (!BUCKET_NAME.test(name)) {
        throw new AwsError(
          'InvalidBucketName',
          `The specified bucket is not valid: ${name}`,
        );
      }
      if (state.findBucket(name)) {
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          `The bucket ${name} already exists`,
          409,
        );
      }
      place.buckets.set(name, {
        name,
        createdAt: new Date().toISOString(),
        objects: {},
        settings: {},
      });
      state.saveBucket(place, name);
      await state.flush();
      return emptyAnswer(200, { Location: `/${name}` });
    },
    HeadBucket: (_call, name) =>
      emptyAnswer(200, {
        'x-amz-bucket-region': requireBucket(state, name).place.region,
      }),
    DeleteBucket: async (_call, name) => {
      const { place, bucket } = requireBucket(state, name);
      if (Object.keys(bucket.objects).length > 0) {
        throw new AwsError(
          'BucketNotEmpty',
          'The bucket you tried to delete is not empty',
          409,
        );
      }
      place.buckets.delete(name);
      state.saveBucket(place, name);
      await state.flush();
      return emptyAnswer(204);
    },
    GetBucketLocation: (_call, name) => {
      const { region } = requireBucket(state, name).place;
      return xmlAnswer('LocationConstraint', {
        '#text': region === 'us-east-1' ? '' : region,
      });
    },
    GetBucketEncryption: (_call, name) => {
      requireBucket(state, name);
      return xmlAnswer('ServerSideEncryptionConfiguration', {
        Rule: {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
          BucketKeyEnabled: false,
        },
      });
    },
    GetBucketVersioning: (_call, name) => {
      requireBucket(state, name);
      return xmlAnswer('VersioningConfiguration', { Status: 'Enabled' });
    },
    PutBucketVersioning: setting('versioning'),
    PutBucketEncryption: setting('encryption'),
    PutBucketPolicy: setting('policy'),
    PutBucketTagging: setting('tagging'),
    PutPublicAccessBlock: setting('publicAccessBlock'),
    ListObjectsV2: (call, name) =>
      listObjects(call, requireBucket(state, name).bucket),
    ListObjectVersions: (_call, name) => {
      const { bucket } = requireBucket(state, name);
      return xmlAnswer('ListVersionsResult', {
        Name: name,
        IsTruncated: false,
        Version: Object.values(bucket.objects).map(object => ({
          Key: object.key,
          VersionId: 'null',
          IsLatest: true,
          LastModified: object.updatedAt,
          ETag: object.etag,
          Size: object.size,
        })),
      });
    },
  };

  function setting(kind: string): S3Operation {
    return async (call, name) => {
      const { place, bucket } = requireBucket(state, name);
      bucket.settings[kind] = contentOf(call).toString('utf8');
      state.saveBucket(place, name);
      await state.flush();
      return emptyAnswer(200);
    };
  }
}

/** A page of the objects of a bucket, in the order of their keys. */
function listObjects({ url }: ServiceCall, bucket: BucketRecord) {
  const query = url.searchParams;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const size = Number(query.get('max-keys') ?? 1000);
  const after =
    query.get('continuation-token') ?? query.get('start-after') ?? '';
  const objects = Object.values(bucket.objects)
    .filter(({ key }) => key.startsWith(prefix) && key > after)
    .sort((a, b) => compareText(a.key, b.key));
  const folder = (key: string) => {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    return end < 0 ? undefined : key.slice(0, end + delimiter.length);
  };
  const shown = objects.slice(0, size);
  const folders = new Set(shown.flatMap(({ key }) => folder(key) ?? []));
  const contents = shown.filter(({ key }) => folder(key) === undefined);
  const isTruncated = objects.length > size;
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter || undefined,
    MaxKeys: size,
    KeyCount: contents.length + folders.size,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? shown.at(-1)?.key : undefined,
    Contents: contents.map(object => ({
      Key: object.key,
      LastModified: object.updatedAt,
      ETag: object.etag,
      Size: object.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: [...folders].map(Prefix => ({ Prefix })),
  });
}
