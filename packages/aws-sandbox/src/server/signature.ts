import type { IncomingHttpHeaders } from 'node:http';

/** The caller, the service and the region of a request, read from its signature, which is not verified. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  /** The service as signatures name it, such as `cloudformation` or `s3`. */
  readonly service: string;
  readonly accessKeyId: string;
}

/** The account of callers whose access key id is not an account. */
const DEFAULT_ACCOUNT = '000000000000';

/** The region of signatures for several regions (SigV4A), which have none in their scope. */
const DEFAULT_REGION = 'us-east-1';

/** The format of regions, which become parts of paths. */
const REGION = /^[a-z0-9-]+$/;

/**
 * Reads the signature of a request, in its header or, when presigned, in its query.
 *
 * @returns `undefined` for a request without a signature, or with an impossible region
 */
export function callerOf(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): Caller | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    query.get('X-Amz-Credential') ??
    undefined;
  if (!credential) {
    return undefined;
  }
  const parts = credential.split('/');
  const accessKeyId = parts[0];
  const hasRegion = parts.length >= 5;
  const region = hasRegion ? parts[2] : DEFAULT_REGION;
  if (!REGION.test(region)) {
    return undefined;
  }
  return {
    accessKeyId,
    account: /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT,
    region,
    service: hasRegion ? parts[3] : parts[2] ?? '',
  };
}
