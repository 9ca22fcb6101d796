import { AwsError } from '../errors';
import { identityOf } from '../resources/identity';
import { seedOf } from '../cloudformation/scope';
import type { Place } from '../state/place';
import type { SandboxState } from '../state/sandboxState';
import { queryService } from './queryService';
import type { Service } from './service';

/** IAM: the roles of stacks. Roles belong to an account, not to a region. */
export function iamService(state: SandboxState): Service {
  return queryService('IAM', 'https://iam.amazonaws.com/doc/2010-05-08/', {
    GetRole: (parameters, { account }) => {
      const name = parameters.text('RoleName') ?? '';
      const role = state
        .placesOf(account)
        .map(place => findRole(place, name))
        .find(Boolean);
      if (!role) {
        throw new AwsError(
          'NoSuchEntity',
          `The role with name ${name} cannot be found.`,
          404,
        );
      }
      return { Role: role };
    },
  });
}

function findRole(place: Place, name: string) {
  const found = place
    .resources('AWS::IAM::Role')
    .find(({ resource }) => resource.physicalId === name);
  const stack = found && place.findStack(found.stackId);
  if (!stack) {
    return undefined;
  }
  const { properties, updatedAt } = found.resource;
  const { arn, values } = identityOf(seedOf(place, stack, found.resource));
  return {
    Path: '/',
    RoleName: name,
    RoleId: String(values.RoleId),
    Arn: arn,
    CreateDate: updatedAt,
    AssumeRolePolicyDocument: encodeURIComponent(
      JSON.stringify(properties.AssumeRolePolicyDocument ?? {}),
    ),
  };
}
