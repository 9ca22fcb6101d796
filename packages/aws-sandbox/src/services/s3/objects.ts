import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { asList, asObject } from '../../json';
import type { ObjectRecord } from '../../state/records';
import type { ServiceAnswer, ServiceCall, ServiceContext } from '../service';
import {
  emptyAnswer,
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
      const content = contentOf(call);
      const object = await storeObject(context, {
        bucketName,
        key,
        content,
        call,
      });
      return emptyAnswer(200, { ETag: object.etag });
    },
    CopyObject: async (call, bucketName, key) => {
      const source = decodeURIComponent(
        call.request.header('x-amz-copy-source') ?? '',
      ).replace(/^\//, '');
      const slash = source.indexOf('/');
      const [from, fromKey] = [source.slice(0, slash), source.slice(slash + 1)];
      requireObject(requireBucket(state, from).bucket, fromKey);
      const content = await blobs.read(`${from}/${fromKey}`);
      const object = await storeObject(context, {
        bucketName,
        key,
        content,
        call,
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

/** What is put into a bucket. */
export interface NewObject {
  bucketName: string;
  key: string;
  content: Buffer;
  /** The call whose headers become those of the object. */
  call: ServiceCall;
  /** @default - the MD5 digest of the content */
  etag?: string;
}

/** Puts an object into a bucket, in place of the one that was there. */
export async function storeObject(
  { state, blobs }: ServiceContext,
  { bucketName, key, content, call, etag = md5(content) }: NewObject,
): Promise<ObjectRecord> {
  const { place, bucket } = requireBucket(state, bucketName);
  await blobs.write(`${bucketName}/${key}`, content);
  const object: ObjectRecord = {
    key,
    size: content.length,
    etag: `"${etag}"`,
    updatedAt: new Date().toISOString(),
    contentType: call.request.header('content-type'),
    headers: Object.fromEntries(
      Object.entries(call.request.headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') && typeof value === 'string'
          ? [[name, value]]
          : [],
      ),
    ),
  };
  // Any key becomes an entry of its own, also `__proto__`.
  bucket.objects = { ...bucket.objects, [key]: object };
  state.saveBucket(place, bucketName);
  await state.flush();
  return object;
}

function md5(content: Buffer): string {
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

/** The whole object or the part of it that the header `Range` asks for. */
function ranged(
  { request }: ServiceCall,
  object: ObjectRecord,
  content: Buffer,
): ServiceAnswer {
  const headers = objectHeaders(object);
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.header('range') ?? '');
  if (!match || (match[1] === '' && match[2] === '')) {
    return { status: 200, headers, body: content };
  }
  const last = content.length - 1;
  const start =
    match[1] === '' ? content.length - Number(match[2]) : Number(match[1]);
  const end =
    match[1] === '' || match[2] === ''
      ? last
      : Math.min(last, Number(match[2]));
  return {
    status: 206,
    headers: {
      ...headers,
      'Content-Range': `bytes ${start}-${end}/${content.length}`,
    },
    body: content.subarray(start, end + 1),
  };
}
