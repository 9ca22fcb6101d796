import { AwsError } from '../errors';
import { identityOf } from '../resources/identity';
import { seedOf } from '../cloudformation/scope';
import type { SandboxState } from '../state/sandboxState';
import { queryService } from './queryService';
import type { Service } from './service';

/** IAM, as far as roles that stacks made. Roles belong to an account, not to a region. */
export function iamService(state: SandboxState): Service {
  return queryService('IAM', 'https://iam.amazonaws.com/doc/2010-05-08/', {
    GetRole: (parameters, { account }) => {
      const name = parameters.text('RoleName') ?? '';
      for (const place of state.places()) {
        const found = place
          .resources('AWS::IAM::Role')
          .find(({ resource }) => resource.physicalId === name);
        const stack = found && place.findStack(found.stackId);
        if (found && stack && place.account === account) {
          const { arn, values } = identityOf(
            seedOf(place, stack, found.resource),
          );
          return {
            Role: {
              Path: '/',
              RoleName: name,
              RoleId: String(values.RoleId),
              Arn: arn,
              CreateDate: found.resource.updatedAt,
              AssumeRolePolicyDocument: encodeURIComponent(
                JSON.stringify(
                  found.resource.properties.AssumeRolePolicyDocument ?? {},
                ),
              ),
            },
          };
        }
      }
      throw new AwsError(
        'NoSuchEntity',
        `The role with name ${name} cannot be found.`,
        404,
      );
    },
  });
}
