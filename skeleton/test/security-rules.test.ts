import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { examples } from './definitions';
import { synthesize } from './synth';

describe.each(Object.entries(examples()))('%s', (_, definition) => {
  const { app } = synthesize(definition);

  it.each([
    ['AwsSolutions', new AwsSolutionsChecks(app)],
    ['NIST 800-53 R5', new NIST80053R5Checks(app)],
  ])('R39: leaves no finding of %s without an answer', (__, pack) => {
    const findings = pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources
          .filter(
            ({ constructPath }) =>
              !isAnswered(app, constructPath ?? '', ruleName),
          )
          .map(
            ({ constructPath }) =>
              `${ruleName} ${constructPath}: ${description}`,
          ),
      );
    expect(findings).toEqual([]);
  });
});

/** Whether a construct or one around it answers for all wildcards at once: cdk-nag itself wants each one spelled out. */
function isAnswered(app: App, path: string, ruleName: string): boolean {
  const rule = ruleName.replace(/\[.*\]$/, '');
  if (rule !== 'AwsSolutions-IAM5') {
    return false;
  }
  const construct = path
    .split('/')
    .reduce<IConstruct>((parent, id) => parent.node.findChild(id), app);
  return construct.node.scopes.some(({ node }) =>
    node.metadata.some(
      ({ type, data }) =>
        type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY &&
        Object.keys(data).some(id => id.replace(/^annotation::/i, '') === rule),
    ),
  );
}
