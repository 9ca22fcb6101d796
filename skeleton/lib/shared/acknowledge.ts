import { CfnResource, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Answers findings of security rules where they stand. `npm test` runs the rules of cdk-nag and takes no finding that is not
 * answered; an answer to `AwsSolutions-IAM5` covers every wildcard of the construct. Rules of checkov (`CKV_…`) are answered in
 * the metadata of the resource, where checkov reads them.
 *
 * @param construct - what the rules find fault with; for cdk-nag what is inside it is covered too
 * @param reason - why it is right as it is
 * @param ids - the rules, such as `AwsSolutions-EC23`
 */
export function acknowledge(
  construct: IConstruct,
  reason: string,
  ...ids: string[]
): void {
  const forCheckov = ids.filter(isCheckov);
  if (forCheckov.length > 0) {
    answerCheckov(construct, reason, forCheckov);
  }
  Validations.of(construct).acknowledge(
    ...ids.filter(id => !isCheckov(id)).map(id => ({ id, reason })),
  );
}

function isCheckov(id: string): boolean {
  return id.startsWith('CKV');
}

function answerCheckov(
  construct: IConstruct,
  comment: string,
  ids: readonly string[],
): void {
  const resource = CfnResource.isCfnResource(construct)
    ? construct
    : (construct.node.defaultChild as CfnResource);
  const { skip = [] } = resource.getMetadata('checkov') ?? {};
  resource.addMetadata('checkov', {
    skip: [...skip, ...ids.map(id => ({ id, comment }))],
  });
}
