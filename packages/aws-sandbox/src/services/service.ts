import type { Request } from 'express';
import type { Engine } from '../cloudformation/engine';
import type { Effects } from '../resources/effects';
import type { BlobStore } from '../state/blobStore';
import type { Place } from '../state/place';
import type { SandboxState } from '../state/sandboxState';
import type { Caller } from '../server/signature';
import type { AwsError } from '../errors';

/** What the services of the sandbox share. */
export interface ServiceContext {
  state: SandboxState;
  blobs: BlobStore;
  engine: Engine;
  effects: Effects;
}

/** A call of a service. */
export interface ServiceCall {
  caller: Caller;
  /** The place that the signature names. */
  place: Place;
  request: Request;
  url: URL;
  /** The body as it was sent. */
  body: Buffer;
  requestId: string;
}

/** An answer as it goes over the wire. */
export interface ServiceAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** One service of AWS in its own protocol. */
export interface Service {
  /** The operation that a call asks for, for the log and for faults. */
  operationOf(call: ServiceCall): string;
  /** Answers a call. Throws {@link AwsError}. */
  answer(call: ServiceCall): Promise<ServiceAnswer>;
  /** Writes an error in the service's protocol. */
  errorAnswer(call: ServiceCall, error: AwsError): ServiceAnswer;
}

/** The operation of a name that a caller gave; `undefined` when the service has none. */
export function findOperation<Operation>(
  operations: Readonly<Record<string, Operation>>,
  name: string,
): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}
