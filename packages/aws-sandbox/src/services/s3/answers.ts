import { AwsError } from '../../errors';
import { toXml, XmlValue } from '../../protocols/xml';
import type { Place } from '../../state/place';
import type { BucketRecord, ObjectRecord } from '../../state/records';
import type { SandboxState } from '../../state/sandboxState';
import type { ServiceAnswer } from '../service';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An answer in XML. */
export function xmlAnswer(
  name: string,
  content: { [name: string]: XmlValue },
): ServiceAnswer {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml' },
    body: toXml({ [name]: { '@xmlns': NAMESPACE, ...content } }),
  };
}

/** An answer without content. */
export function emptyAnswer(
  status: number,
  headers: Record<string, string> = {},
): ServiceAnswer {
  return { status, headers, body: '' };
}

/**
 * The bucket of that name with its place.
 *
 * @throws AwsError `NoSuchBucket` when there is none
 */
export function requireBucket(
  state: SandboxState,
  name: string,
): { place: Place; bucket: BucketRecord } {
  const found = state.findBucket(name);
  if (!found) {
    throw new AwsError(
      'NoSuchBucket',
      `The specified bucket does not exist: ${name}`,
      404,
    );
  }
  return found;
}

/** The object of that key; `undefined` when there is none. */
export function findObject(
  { objects }: BucketRecord,
  key: string,
): ObjectRecord | undefined {
  return Object.hasOwn(objects, key) ? objects[key] : undefined;
}

/**
 * The object of that key.
 *
 * @throws AwsError `NoSuchKey` when there is none
 */
export function requireObject(bucket: BucketRecord, key: string): ObjectRecord {
  const object = findObject(bucket, key);
  if (!object) {
    throw new AwsError(
      'NoSuchKey',
      `The specified key does not exist: ${key}`,
      404,
    );
  }
  return object;
}
