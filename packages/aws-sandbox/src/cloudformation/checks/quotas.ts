import { validationError } from '../../errors';
import type { Template } from '../template';

/** The maximum number of entries in each section. Source: AWS CloudFormation User Guide, "Understand CloudFormation quotas". */
const MOST = {
  parameters: 200,
  mappings: 200,
  resources: 500,
  outputs: 200,
} as const;

/** The longest description of a template, in bytes. Source as above. */
const LONGEST_DESCRIPTION = 1024;

/**
 * Checks the quotas of CloudFormation for templates, except for the size, which is checked with the request.
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
