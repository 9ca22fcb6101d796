import { AwsError } from '../../errors';
import { compareText } from '../../json';
import { BUCKET_NAME } from '../../resources/limits/names';
import type { BucketRecord } from '../../state/records';
import type { ServiceContext } from '../service';
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
            .placesOf(caller.account)
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
      const owner = state.findBucket(name)?.place.account;
      if (owner !== undefined) {
        throw new AwsError(
          owner === place.account
            ? 'BucketAlreadyOwnedByYou'
            : 'BucketAlreadyExists',
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
    ListObjects: ({ url }, name) => {
      const { bucket } = requireBucket(state, name);
      const marker = url.searchParams.get('marker') ?? '';
      const { next, ...content } = listObjects(url, bucket, marker);
      return xmlAnswer('ListBucketResult', {
        ...content,
        Marker: marker,
        NextMarker: next,
      });
    },
    ListObjectsV2: ({ url }, name) => {
      const { bucket } = requireBucket(state, name);
      const after =
        url.searchParams.get('continuation-token') ??
        url.searchParams.get('start-after') ??
        '';
      const { next, ...content } = listObjects(url, bucket, after);
      return xmlAnswer('ListBucketResult', {
        ...content,
        KeyCount: content.Contents.length + content.CommonPrefixes.length,
        NextContinuationToken: next,
      });
    },
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

/**
 * A page of the objects of a bucket, sorted by key; all objects below a common prefix count as one.
 *
 * @param after - the last key or prefix of the previous page
 * @returns the members that both versions of the operation have, and the last key or prefix if there is another page
 */
function listObjects(
  { searchParams: query }: URL,
  bucket: BucketRecord,
  after: string,
) {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const size = Number(query.get('max-keys') ?? 1000);
  const folderOf = (key: string) => {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    return end < 0 ? undefined : key.slice(0, end + delimiter.length);
  };
  const shownAs = (key: string) => folderOf(key) ?? key;
  const objects = Object.values(bucket.objects).filter(
    ({ key }) =>
      key.startsWith(prefix) && key > after && shownAs(key) !== after,
  );
  const names = [...new Set(objects.map(({ key }) => shownAs(key)))];
  const shown = new Set(names.sort(compareText).slice(0, size));
  const isTruncated = names.length > size;
  return {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter || undefined,
    MaxKeys: size,
    IsTruncated: isTruncated,
    Contents: objects
      .filter(({ key }) => shown.has(key) && folderOf(key) === undefined)
      .sort((a, b) => compareText(a.key, b.key))
      .map(object => ({
        Key: object.key,
        LastModified: object.updatedAt,
        ETag: object.etag,
        Size: object.size,
        StorageClass: 'STANDARD',
      })),
    CommonPrefixes: [...shown]
      .filter(name => folderOf(name) !== undefined)
      .map(Prefix => ({ Prefix })),
    next: isTruncated ? [...shown].at(-1) : undefined,
  };
}
