import type { ServiceAnswer, ServiceCall } from '../service';

/**
 * One operation of S3.
 *
 * @param bucket - the name of the bucket that the address holds; empty when it holds none
 * @param key - the key of the object that the address holds; empty when it holds none
 */
export type S3Operation = (
  call: ServiceCall,
  bucket: string,
  key: string,
) => Promise<ServiceAnswer> | ServiceAnswer;
