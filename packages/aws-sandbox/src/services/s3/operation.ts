import type { ServiceAnswer, ServiceCall } from '../service';

/**
 * An operation of S3.
 *
 * @param bucket - the bucket in the URL; empty if it has none
 * @param key - the key in the URL; empty if it has none
 */
export type S3Operation = (
  call: ServiceCall,
  bucket: string,
  key: string,
) => Promise<ServiceAnswer> | ServiceAnswer;
