import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../../errors';
import type { ServiceCall, ServiceContext } from '../service';
import { emptyAnswer, requireBucket, xmlAnswer } from './answers';
import { contentOf } from './body';
import type { S3Operation } from './operation';
import { headersOf, md5, storeObject } from './objects';

/** An upload in parts. It is lost when the sandbox stops, and clients start it again. */
interface Upload {
  readonly parts: Map<number, Buffer>;
  /** The headers of the object, from the call that started the upload. */
  readonly headers: ReturnType<typeof headersOf>;
}

/** The operations that upload large objects in parts. */
export function multipartOperations(
  context: ServiceContext,
): Record<string, S3Operation> {
  const uploads = new Map<string, Upload>();

  const requireUpload = (call: ServiceCall): [string, Upload] => {
    const id = call.url.searchParams.get('uploadId') ?? '';
    const upload = uploads.get(id);
    if (!upload) {
      throw new AwsError(
        'NoSuchUpload',
        'The specified multipart upload does not exist',
        404,
      );
    }
    return [id, upload];
  };

  return {
    CreateMultipartUpload: (call, bucket, key) => {
      requireBucket(context.state, bucket);
      const id = randomUUID();
      uploads.set(id, { parts: new Map(), headers: headersOf(call) });
      return xmlAnswer('InitiateMultipartUploadResult', {
        Bucket: bucket,
        Key: key,
        UploadId: id,
      });
    },
    UploadPart: call => {
      const [, upload] = requireUpload(call);
      const content = contentOf(call);
      upload.parts.set(
        Number(call.url.searchParams.get('partNumber')),
        content,
      );
      return emptyAnswer(200, {
        ETag: `"${md5(content)}"`,
      });
    },
    CompleteMultipartUpload: async (call, bucket, key) => {
      const [id, upload] = requireUpload(call);
      const parts = [...upload.parts]
        .sort(([a], [b]) => a - b)
        .map(([, content]) => content);
      const digests = Buffer.concat(
        parts.map(part => createHash('md5').update(part).digest()),
      );
      const object = await storeObject(context, {
        bucketName: bucket,
        key,
        content: Buffer.concat(parts),
        ...upload.headers,
        digest: `${md5(digests)}-${parts.length}`,
      });
      uploads.delete(id);
      return xmlAnswer('CompleteMultipartUploadResult', {
        Bucket: bucket,
        Key: key,
        ETag: object.etag,
      });
    },
    AbortMultipartUpload: call => {
      uploads.delete(requireUpload(call)[0]);
      return emptyAnswer(204);
    },
  };
}
