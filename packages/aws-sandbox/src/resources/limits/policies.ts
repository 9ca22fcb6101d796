import { asList, asObject, asText, Json } from '../../json';
import type { Place } from '../../state/place';
import type { ResourceRecord } from '../../state/records';
import { refusal } from '../refusal';

/** The largest policies, in characters without white space. Source: AWS IAM User Guide, "IAM and AWS STS quotas". */
const POLICY_SIZES = { inline: 10_240, managed: 6_144, trust: 2_048 };

/** Managed policies that a role may have. Source as above (a default, which can be raised). */
const POLICIES_PER_ROLE = 10;

/** Why IAM refuses a role because of its policies. */
export function roleProblem({
  properties,
}: ResourceRecord): string | undefined {
  if (sizeOf(properties.AssumeRolePolicyDocument) > POLICY_SIZES.trust) {
    return quotaExceeded('ACLSizePerRole', POLICY_SIZES.trust);
  }
  if (asList(properties.ManagedPolicyArns).length > POLICIES_PER_ROLE) {
    return quotaExceeded('PoliciesPerRole', POLICIES_PER_ROLE);
  }
  return sizeOfPolicies(properties) > POLICY_SIZES.inline
    ? inlineTooLarge(asText(properties.RoleName) ?? 'without a name')
    : undefined;
}

/** Why IAM refuses a managed policy. */
export function managedPolicyProblem({
  properties,
}: ResourceRecord): string | undefined {
  return sizeOf(properties.PolicyDocument) > POLICY_SIZES.managed
    ? quotaExceeded('PolicySize', POLICY_SIZES.managed)
    : undefined;
}

/** Why IAM refuses an inline policy: all inline policies of a role share one limit, whichever resources declare them. */
export function inlinePolicyProblem(
  resource: ResourceRecord,
  place: Place,
): string | undefined {
  const full = rolesOf(resource).find(role => {
    const others = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']
      .flatMap(type => place.resources(type))
      .map(one => one.resource)
      .filter(
        one =>
          one.physicalId !== resource.physicalId && rolesOf(one).includes(role),
      );
    const own = place
      .resources('AWS::IAM::Role')
      .filter(one => one.resource.physicalId === role)
      .map(one => sizeOfPolicies(one.resource.properties));
    const sizes = [resource, ...others].map(one =>
      sizeOf(one.properties.PolicyDocument),
    );
    return sum([...sizes, ...own]) > POLICY_SIZES.inline;
  });
  return full === undefined ? undefined : inlineTooLarge(full);
}

function rolesOf({ properties }: ResourceRecord): string[] {
  return asList(properties.Roles ?? properties.RoleName).map(String);
}

/** The size of the policies that a role itself declares. */
function sizeOfPolicies({ Policies }: ResourceRecord['properties']): number {
  return sum(
    asList(Policies).map(policy => sizeOf(asObject(policy).PolicyDocument)),
  );
}

/** The size of a policy as IAM counts it, without white space. */
function sizeOf(policy: Json | undefined): number {
  return JSON.stringify(policy ?? '').replace(/\s/g, '').length;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function inlineTooLarge(role: string): string {
  return refusal(
    `Maximum policy size of ${POLICY_SIZES.inline} bytes exceeded for role ${role}`,
    'ServiceLimitExceeded',
  );
}

function quotaExceeded(quota: string, most: number): string {
  return refusal(
    `Cannot exceed quota for ${quota}: ${most}`,
    'ServiceLimitExceeded',
  );
}
