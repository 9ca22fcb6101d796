import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
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
        violatingResources.map(
          ({ constructPath }) => `${ruleName} ${constructPath}: ${description}`,
        ),
      );
    expect(findings).toEqual([]);
  });
});
