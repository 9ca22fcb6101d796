import { AwsError, messageOf } from '../errors';
import { asObject, JsonObject } from '../json';
import type { Place } from '../state/place';
import {
  findOperation,
  type Service,
  type ServiceAnswer,
  type ServiceCall,
} from './service';

/** One operation: from the members of the request to those of the answer. */
export type JsonOperation = (
  input: JsonObject,
  place: Place,
  call: ServiceCall,
) => Promise<object> | object;

/**
 * A service of the AWS JSON protocol, whose operation stands in the header `X-Amz-Target`.
 *
 * @param name - what people call it, for errors
 * @param version - of the protocol
 */
export function jsonService(
  name: string,
  version: '1.0' | '1.1',
  operations: Readonly<Record<string, JsonOperation>>,
): Service {
  const contentType = `application/x-amz-json-${version}`;
  return {
    operationOf,
    answer: async call => {
      const operation = findOperation(operations, operationOf(call));
      if (!operation) {
        throw new AwsError(
          'UnknownOperationException',
          `The sandbox does not have the operation ${operationOf(
            call,
          )} of ${name}`,
        );
      }
      const result = await operation(inputOf(call), call.place, call);
      return {
        status: 200,
        headers: { 'Content-Type': contentType },
        body: JSON.stringify(result),
      };
    },
    errorAnswer: (_call, error) => jsonError(error, contentType),
  };
}

/** An error as the JSON protocols write it. */
export function jsonError(
  { code, message, status }: AwsError,
  contentType: string,
): ServiceAnswer {
  return {
    status,
    headers: { 'Content-Type': contentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}

function inputOf({ body }: ServiceCall): JsonObject {
  try {
    return asObject(JSON.parse(body.toString('utf8') || '{}'));
  } catch (error) {
    throw new AwsError('SerializationException', messageOf(error));
  }
}

function operationOf(call: ServiceCall): string {
  return (call.request.header('x-amz-target') ?? '').split('.').at(-1) ?? '';
}
