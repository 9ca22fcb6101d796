import { asText } from '../../json';
import { arn } from '../arn';
import { seededSuffix } from '../random';
import { generatedName, seedText } from '../seed';
import { IdentityRule, IdentityRules } from './rule';

const managedPolicy = iam('policy', 'ManagedPolicyName', {
  attribute: 'PolicyId',
  prefix: 'ANPA',
});

/** Identity and Access Management. */
export const IAM: IdentityRules = {
  'AWS::IAM::Role': iam('role', 'RoleName', {
    attribute: 'RoleId',
    prefix: 'AROA',
  }),
  'AWS::IAM::User': iam('user', 'UserName'),
  'AWS::IAM::Group': iam('group', 'GroupName'),
  'AWS::IAM::InstanceProfile': iam('instance-profile', 'InstanceProfileName'),
  'AWS::IAM::ManagedPolicy': seed => {
    const { arn: policyArn = '', values, chosen } = managedPolicy(seed);
    return {
      physicalId: policyArn,
      arn: policyArn,
      values: { ...values, PolicyArn: policyArn },
      chosen,
    };
  },
  'AWS::IAM::Policy': seed => {
    const id = [
      seed.stackName.slice(0, 4),
      seed.logicalId.slice(0, 4),
      seededSuffix(seedText(seed)),
    ].join('-');
    return { physicalId: id, values: { Id: id }, chosen: false };
  },
};

/**
 * Names within an account, with a path in their ARN.
 *
 * @param kind - what the ARN calls it
 * @param nameProperty - the property of the name
 * @param id - the attribute of the unique id and what such ids begin with (IAM User Guide, "IAM identifiers"), for types that show it
 */
function iam(
  kind: string,
  nameProperty: string,
  id?: { attribute: string; prefix: string },
): IdentityRule {
  return seed => {
    const name = asText(seed.properties[nameProperty]) ?? generatedName(seed);
    const path = asText(seed.properties.Path) ?? '/';
    return {
      physicalId: name,
      arn: arn(seed.place, 'iam', `${kind}${path}${name}`, { region: false }),
      values: {
        [nameProperty]: name,
        ...(id && {
          [id.attribute]: `${id.prefix}${seededSuffix(seedText(seed), 17)}`,
        }),
      },
      chosen: nameProperty in seed.properties,
    };
  };
}
