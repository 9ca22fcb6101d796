import type { Request } from 'express';
import type { Engine } from '../cloudformation/engine';
import type { Effects } from '../resources/effects';
import type { BlobStore } from '../state/blobStore';
import type { Place } from '../state/place';
import type { SandboxState } from '../state/sandboxState';
import type { Caller } from '../server/signature';
import type { AwsError } from '../errors';

/** Dependencies of the services. */
export interface ServiceContext {
  readonly state: SandboxState;
  readonly blobs: BlobStore;
  readonly engine: Engine;
  readonly effects: Effects;
}

/** A call of a service. */
export interface ServiceCall {
  readonly caller: Caller;
  /** The place that the signature names. */
  readonly place: Place;
  readonly request: Request;
  readonly url: URL;
  /** The body as it was sent. */
  readonly body: Buffer;
  readonly requestId: string;
}

/** The response to a call. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** A service of AWS in its own protocol. */
export interface Service {
  /** The operation of a call, for the log and for faults. */
  operationOf(call: ServiceCall): string;
  /**
   * Answers a call.
   *
   * @throws AwsError with the error to answer with
   */
  answer(call: ServiceCall): Promise<ServiceAnswer>;
  /** Writes an error in the service's protocol. */
  errorAnswer(call: ServiceCall, error: AwsError): ServiceAnswer;
}

/** Finds an operation by the name in a call; `undefined` if the service does not have it. */
export function findOperation<Operation>(
  operations: Readonly<Record<string, Operation>>,
  name: string,
): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}
