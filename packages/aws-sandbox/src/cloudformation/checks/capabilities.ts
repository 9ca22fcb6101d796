import { AwsError } from '../../errors';
import type { Template } from '../template';

/** The properties that give IAM resources names of their own. */
const IAM_NAMES = [
  'GroupName',
  'InstanceProfileName',
  'ManagedPolicyName',
  'RoleName',
  'UserName',
];

/**
 * Checks that the caller has acknowledged the IAM resources of a template.
 *
 * @throws AwsError `InsufficientCapabilitiesException`
 */
export function checkCapabilities(
  { resources }: Template,
  capabilities: readonly string[],
): void {
  const iam = Object.values(resources).filter(({ type }) =>
    type.startsWith('AWS::IAM::'),
  );
  const isNamed = iam.some(({ properties }) =>
    IAM_NAMES.some(name => name in properties),
  );
  const sufficient = isNamed
    ? ['CAPABILITY_NAMED_IAM']
    : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];
  if (iam.length > 0 && !sufficient.some(one => capabilities.includes(one))) {
    throw new AwsError(
      'InsufficientCapabilitiesException',
      `Requires capabilities : [${sufficient[0]}]`,
    );
  }
}
