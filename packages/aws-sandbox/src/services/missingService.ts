import { AwsError } from '../errors';
import { queryError } from '../protocols/query';
import { jsonError } from './jsonService';
import type { Service } from './service';

/**
 * A service that the sandbox does not have. It responds with an error in the protocol of the call, so that every SDK shows the message.
 *
 * @param name - its name in signatures, such as `lambda`
 */
export function missingService(name: string): Service {
  return {
    operationOf: ({ request, url }) => `${request.method} ${url.pathname}`,
    answer: async () => {
      throw new AwsError(
        'UnknownOperationException',
        `The sandbox does not have the service ${name}`,
        501,
      );
    },
    errorAnswer: ({ request, requestId }, error) => {
      const asked = request.header('content-type') ?? '';
      if (asked.startsWith('application/x-www-form-urlencoded')) {
        return {
          status: error.status,
          headers: { 'Content-Type': 'text/xml' },
          body: queryError(error, '', requestId),
        };
      }
      const isRpc = asked.startsWith('application/x-amz-json');
      return jsonError(error, isRpc ? asked : 'application/json');
    },
  };
}
