import { validationError } from '../../errors';
import type { Template } from '../template';

/** The most that a template may have of each section. Source: AWS CloudFormation User Guide, "Understand CloudFormation quotas". */
const MOST = {
  parameters: 200,
  mappings: 200,
  resources: 500,
  outputs: 200,
} as const;

/** The longest description of a template, in bytes. Source as above. */
const LONGEST_DESCRIPTION = 1024;

/**
 * Checks that a template keeps to the quotas of CloudFormation; how large it may be is checked where it comes in.
 *
 * @throws AwsError `ValidationError`
 */
export function checkQuotas(template: Template): void {
  for (const [section, most] of Object.entries(MOST)) {
    const count = Object.keys(template[section as keyof typeof MOST]).length;
    if (count > most) {
      throw validationError(
        `Template format error: Number of ${section}, ${count}, is greater than maximum allowed, ${most}`,
      );
    }
  }
  if (Buffer.byteLength(template.description ?? '') > LONGEST_DESCRIPTION) {
    throw validationError(
      `Template format error: 'Description' length is greater than ${LONGEST_DESCRIPTION}.`,
    );
  }
}
