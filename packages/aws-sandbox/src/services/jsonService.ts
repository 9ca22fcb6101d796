import { AwsError, messageOf } from '../errors';
import { asObject, JsonObject } from '../json';
import type { Place } from '../state/place';
import {
  findOperation,
  type Service,
  type ServiceAnswer,
  type ServiceCall,
} from './service';

/** An operation, from the members of the request to those of the response. */
export type JsonOperation = (
  input: JsonObject,
  place: Place,
  call: ServiceCall,
) => Promise<object> | object;

/**
 * A service with the AWS JSON protocol, which has the operation in the header `X-Amz-Target`.
 *
 * @param name - the name for people, in errors
 * @param version - the version of the protocol
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

/** An error in the format of the JSON protocols. */
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
