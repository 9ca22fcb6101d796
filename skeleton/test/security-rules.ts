import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';

/**
 * What the rules of cdk-nag find in an app without an answer, for people.
 *
 * @param app - one that was synthesized
 */
export function openFindings(app: App): string[] {
  return [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)].flatMap(
    pack =>
      pack
        .validateScope(app)
        .violations.flatMap(({ ruleName, description, violatingResources }) =>
          violatingResources.map(
            ({ constructPath }) =>
              `${ruleName} ${constructPath}: ${description}`,
          ),
        ),
  );
}
