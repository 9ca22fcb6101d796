import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../../errors';
import { asList, asObject } from '../../json';
import type { ObjectRecord } from '../../state/records';
import type { ServiceAnswer, ServiceCall, ServiceContext } from '../service';
import { decoded } from './address';
import {
  emptyAnswer,
  findObject,
  requireBucket,
  requireObject,
  xmlAnswer,
} from './answers';
import { contentOf } from './body';
import type { S3Operation } from './operation';

const parser = new XMLParser({ parseTagValue: false });

/** The operations on objects. */
export function objectOperations(
  context: ServiceContext,
): Record<string, S3Operation> {
  const { state, blobs } = context;
  return {
    PutObject: async (call, bucketName, key) => {
      const { bucket } = requireBucket(state, bucketName);
      if (call.request.header('if-none-match') && findObject(bucket, key)) {
        throw new AwsError(
          'PreconditionFailed',
          'At least one of the pre-conditions you specified did not hold',
          412,
        );
      }
      const object = await storeObject(context, {
        bucketName,
        key,
        content: contentOf(call),
        ...headersOf(call),
      });
      return emptyAnswer(200, { ETag: object.etag });
    },
    CopyObject: async (call, bucketName, key) => {
      const source = copySourceOf(call);
      const { contentType, headers } = requireObject(
        requireBucket(state, source.bucket).bucket,
        source.key,
      );
      const isReplaced =
        call.request.header('x-amz-metadata-directive') === 'REPLACE';
      const object = await storeObject(context, {
        bucketName,
        key,
        content: await blobs.read(`${source.bucket}/${source.key}`),
        ...(isReplaced ? headersOf(call) : { contentType, headers }),
      });
      return xmlAnswer('CopyObjectResult', {
        ETag: object.etag,
        LastModified: object.updatedAt,
      });
    },
    GetObject: async (call, bucketName, key) => {
      const { bucket } = requireBucket(state, bucketName);
      const object = requireObject(bucket, key);
      return ranged(call, object, await blobs.read(`${bucketName}/${key}`));
    },
    HeadObject: (_call, bucketName, key) => {
      const object = requireObject(
        requireBucket(state, bucketName).bucket,
        key,
      );
      return emptyAnswer(200, {
        ...objectHeaders(object),
        'Content-Length': String(object.size),
      });
    },
    GetObjectTagging: (_call, bucketName, key) => {
      requireObject(requireBucket(state, bucketName).bucket, key);
      return xmlAnswer('Tagging', { TagSet: {} });
    },
    DeleteObject: async (_call, bucketName, key) => {
      await deleteObject(context, bucketName, key);
      await state.flush();
      return emptyAnswer(204);
    },
    DeleteObjects: async (call, bucketName) => {
      const request = asObject(
        parser.parse(contentOf(call).toString('utf8')).Delete,
      );
      const keys = asList(request.Object).map(object =>
        String(asObject(object).Key),
      );
      for (const key of keys) {
        await deleteObject(context, bucketName, key);
      }
      await state.flush();
      return xmlAnswer('DeleteResult', {
        Deleted: keys.map(Key => ({ Key })),
      });
    },
  };
}

/** An object to put into a bucket. */
export interface NewObject
  extends Pick<ObjectRecord, 'contentType' | 'headers'> {
  readonly bucketName: string;
  readonly key: string;
  readonly content: Buffer;
  /** Without quotes. @default - the MD5 digest of the content */
  readonly digest?: string;
}

/** Puts an object into a bucket, and replaces the one that was there. */
export async function storeObject(
  { state, blobs }: ServiceContext,
  { bucketName, key, content, contentType, headers, digest }: NewObject,
): Promise<ObjectRecord> {
  const { place, bucket } = requireBucket(state, bucketName);
  await blobs.write(`${bucketName}/${key}`, content);
  const object: ObjectRecord = {
    key,
    size: content.length,
    etag: `"${digest ?? md5(content)}"`,
    updatedAt: new Date().toISOString(),
    contentType,
    headers,
  };
  // Even the key `__proto__` must become an entry.
  bucket.objects = { ...bucket.objects, [key]: object };
  state.saveBucket(place, bucketName);
  await state.flush();
  return object;
}

/** The headers of a call that become those of the object. */
export function headersOf({
  request,
}: ServiceCall): Pick<ObjectRecord, 'contentType' | 'headers'> {
  return {
    contentType: request.header('content-type'),
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') && typeof value === 'string'
          ? [[name, value]]
          : [],
      ),
    ),
  };
}

/** The source of a copy: `/bucket/key`, where the first slash is optional. */
function copySourceOf({ request }: ServiceCall): {
  bucket: string;
  key: string;
} {
  const source = decoded(request.header('x-amz-copy-source') ?? '');
  const [bucket, ...key] = source.replace(/^\//, '').split('/');
  return { bucket, key: key.join('/') };
}

/** The digest that S3 uses as the ETag of an object, in hexadecimal. */
export function md5(content: Buffer): string {
  return createHash('md5').update(content).digest('hex');
}

async function deleteObject(
  { state, blobs }: ServiceContext,
  bucketName: string,
  key: string,
): Promise<void> {
  const { place, bucket } = requireBucket(state, bucketName);
  delete bucket.objects[key];
  await blobs.remove(`${bucketName}/${key}`);
  state.saveBucket(place, bucketName);
}

function objectHeaders(object: ObjectRecord): Record<string, string> {
  return {
    ...object.headers,
    'Content-Type': object.contentType ?? 'binary/octet-stream',
    ETag: object.etag,
    'Last-Modified': new Date(object.updatedAt).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
}

/**
 * The content of an object, or the part of it that the header `Range` requests.
 *
 * @throws AwsError `InvalidRange` when the object ends before that part
 */
function ranged(
  { request }: ServiceCall,
  object: ObjectRecord,
  content: Buffer,
): ServiceAnswer {
  const headers = objectHeaders(object);
  const [, first = '', last = ''] =
    /^bytes=(\d*)-(\d*)$/.exec(request.header('range') ?? '') ?? [];
  if (first === '' && last === '') {
    return { status: 200, headers, body: content };
  }
  const size = content.length;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  if (start >= size) {
    throw new AwsError(
      'InvalidRange',
      'The requested range is not satisfiable',
      416,
    );
  }
  const end =
    first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end}/${size}` },
    body: content.subarray(start, end + 1),
  };
}
