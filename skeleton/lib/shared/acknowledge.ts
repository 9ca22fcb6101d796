import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Answers findings of security rules where they stand. `npm test` runs the rules of cdk-nag and takes no finding that is not
 * answered; an answer to `AwsSolutions-IAM5` covers every wildcard of the construct.
 *
 * @param construct - what the rules find fault with; what is inside it is covered too
 * @param reason - why it is right as it is
 * @param ids - the rules, such as `AwsSolutions-EC23`
 */
export function acknowledge(
  construct: IConstruct,
  reason: string,
  ...ids: string[]
): void {
  Validations.of(construct).acknowledge(...ids.map(id => ({ id, reason })));
}
