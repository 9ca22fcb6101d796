import { AwsError } from '../../errors';
import type { ServiceCall } from '../service';

/** The bucket and the object of a call. */
export interface S3Address {
  /** Absent when the call is about all buckets. */
  readonly bucket?: string;
  /** Absent when the call is about a bucket. */
  readonly key?: string;
}

/**
 * Parses the URL of a call: `/bucket/key`, or a bucket in the host (`bucket.s3.…`, `bucket.localhost`).
 *
 * @throws AwsError `InvalidURI` when it is none
 */
export function addressOf({ request, url }: ServiceCall): S3Address {
  const path = decoded(url.pathname.slice(1));
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const virtual =
    /^(.+)\.s3[.-]/.exec(host) ??
    /^(.+)\.(?:localhost|127\.0\.0\.1)$/.exec(host);
  if (virtual) {
    return { bucket: virtual[1], key: path || undefined };
  }
  const slash = path.indexOf('/');
  if (slash < 0) {
    return { bucket: path || undefined };
  }
  return {
    bucket: path.slice(0, slash) || undefined,
    key: path.slice(slash + 1) || undefined,
  };
}

/**
 * Decodes percent encoding in a URL.
 *
 * @throws AwsError `InvalidURI` for what cannot be decoded
 */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
