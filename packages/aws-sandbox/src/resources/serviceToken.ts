import { asText, JsonObject } from '../json';
import type { SandboxState } from '../state/sandboxState';

/**
 * Checks that the function or topic behind a custom resource exists. It is not called: every custom resource succeeds.
 *
 * @returns the reason why the resource cannot be created; `undefined` when it can
 */
export function serviceTokenProblem(
  state: SandboxState,
  properties: JsonObject,
): string | undefined {
  const token = asText(properties.ServiceToken) ?? '';
  const [, , service, region, account, ...rest] = token.split(':');
  if (!/^arn:[^:]+:(lambda|sns):[^:]+:\d{12}:./.test(token)) {
    return `Invalid service token: ${token} is not the ARN of a Lambda function or an SNS topic`;
  }
  const place = state.findPlace(account, region);
  const found =
    service === 'lambda'
      ? place
          ?.resources('AWS::Lambda::Function')
          .some(({ resource }) => resource.physicalId === rest[1])
      : place
          ?.resources('AWS::SNS::Topic')
          .some(({ resource }) => resource.physicalId === token);
  return found
    ? undefined
    : `Invalid service token: there is no ${
        service === 'lambda' ? 'function' : 'topic'
      } ${token}`;
}
