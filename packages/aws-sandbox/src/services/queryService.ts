import { AwsError } from '../errors';
import { queryAnswer, queryError, QueryParameters } from '../protocols/query';
import type { XmlValue } from '../protocols/xml';
import type { Place } from '../state/place';
import {
  findOperation,
  type Service,
  type ServiceAnswer,
  type ServiceCall,
} from './service';

/** An operation, from the parameters of the request to the members of the result. */
export type QueryOperation = (
  parameters: QueryParameters,
  place: Place,
  call: ServiceCall,
) => Promise<QueryResult> | QueryResult;

/** The members of a result. */
type QueryResult = { [name: string]: XmlValue };

/**
 * A service with the Query protocol.
 *
 * @param name - the name for people, in errors
 * @param namespace - the XML namespace of its responses
 */
export function queryService(
  name: string,
  namespace: string,
  operations: Readonly<Record<string, QueryOperation>>,
): Service {
  const xml = (status: number, body: string): ServiceAnswer => ({
    status,
    headers: { 'Content-Type': 'text/xml' },
    body,
  });
  return {
    operationOf: call => parametersOf(call).action,
    answer: async call => {
      const parameters = parametersOf(call);
      const operation = findOperation(operations, parameters.action);
      if (!operation) {
        throw new AwsError(
          'InvalidAction',
          `The sandbox does not have the operation ${parameters.action} of ${name}`,
        );
      }
      const result = await operation(parameters, call.place, call);
      return xml(
        200,
        queryAnswer(parameters.action, namespace, call.requestId, result),
      );
    },
    errorAnswer: (call, error) =>
      xml(error.status, queryError(error, namespace, call.requestId)),
  };
}

/** The parameters of a call, from its body or its URL. */
export function parametersOf(call: ServiceCall): QueryParameters {
  return new QueryParameters(
    call.body.length > 0
      ? new URLSearchParams(call.body.toString('utf8'))
      : call.url.searchParams,
  );
}
