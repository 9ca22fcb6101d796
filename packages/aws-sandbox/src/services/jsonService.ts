import { AwsError } from '../errors';
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
  const json = (status: number, body: object): ServiceAnswer => ({
    status,
    headers: { 'Content-Type': `application/x-amz-json-${version}` },
    body: JSON.stringify(body),
  });
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
      const input = asObject(JSON.parse(call.body.toString('utf8') || '{}'));
      return json(200, await operation(input, call.place, call));
    },
    errorAnswer: (_call, error) => {
      const answer = json(error.status, {
        __type: error.code,
        message: error.message,
      });
      answer.headers['x-amzn-errortype'] = error.code;
      return answer;
    },
  };
}

function operationOf(call: ServiceCall): string {
  return (call.request.header('x-amz-target') ?? '').split('.').at(-1) ?? '';
}
