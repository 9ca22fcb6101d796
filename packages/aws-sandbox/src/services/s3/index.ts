import { AwsError } from '../../errors';
import { toXml } from '../../protocols/xml';
import {
  findOperation,
  type Service,
  type ServiceCall,
  type ServiceContext,
} from '../service';
import { addressOf } from './address';
import { bucketOperations } from './buckets';
import { multipartOperations } from './multipart';
import { objectOperations } from './objects';
import type { S3Operation } from './operation';

/** S3, at addresses with the bucket in the path or in the host. */
export function s3Service(context: ServiceContext): Service {
  const operations: Record<string, S3Operation> = {
    ...bucketOperations(context),
    ...objectOperations(context),
    ...multipartOperations(context),
  };
  return {
    operationOf,
    answer: async call => {
      const name = operationOf(call);
      const operation = findOperation(operations, name);
      if (!operation) {
        throw new AwsError(
          'NotImplemented',
          `The sandbox does not have the operation ${name} of S3`,
          501,
        );
      }
      const { bucket = '', key = '' } = addressOf(call);
      return await operation(call, bucket, key);
    },
    errorAnswer: (call, error) => ({
      status: error.status,
      headers: { 'Content-Type': 'application/xml' },
      body:
        call.request.method === 'HEAD'
          ? ''
          : toXml({
              Error: {
                Code: error.code,
                Message: error.message,
                Resource: call.url.pathname,
                RequestId: call.requestId,
              },
            }),
    }),
  };
}

/** The sub-resources of a bucket, each with its own operations; the first one in the URL counts. */
const BUCKET_PARTS: Record<string, string> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  metadataConfiguration: 'BucketMetadataConfiguration',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  session: 'Session',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

/** Those of an object. */
const OBJECT_PARTS: Record<string, string> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  restore: 'ObjectRestore',
  retention: 'ObjectRetention',
  select: 'ObjectContent',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};

const VERBS: Record<string, string> = {
  DELETE: 'Delete',
  GET: 'Get',
  HEAD: 'Head',
  POST: 'Post',
  PUT: 'Put',
};

function operationOf(call: ServiceCall): string {
  const { bucket, key } = addressOf(call);
  const { method } = call.request;
  const query = call.url.searchParams;
  if (bucket === undefined) {
    return 'ListBuckets';
  }
  const parts = key === undefined ? BUCKET_PARTS : OBJECT_PARTS;
  const part = Object.keys(parts).find(name => query.has(name));
  if (part) {
    return `${VERBS[method]}${parts[part]}`;
  }
  return key === undefined
    ? bucketOperation(method, query)
    : objectOperation(call, method, query);
}

function bucketOperation(method: string, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
      return listOperation(query);
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      return 'CreateBucket';
    case 'DELETE':
      return 'DeleteBucket';
    default:
      return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  }
}

function listOperation(query: URLSearchParams): string {
  if (query.has('versions')) {
    return 'ListObjectVersions';
  }
  if (query.has('uploads')) {
    return 'ListMultipartUploads';
  }
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

function objectOperation(
  call: ServiceCall,
  method: string,
  query: URLSearchParams,
): string {
  const isPart = query.has('uploadId');
  switch (method) {
    case 'GET':
      return isPart ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (isPart) {
        return 'UploadPart';
      }
      return call.request.header('x-amz-copy-source')
        ? 'CopyObject'
        : 'PutObject';
    case 'DELETE':
      return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return isPart ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
  }
}
