import type { ResourceAction } from '@agentinfra/backstage-plugin-agentinfra-common';

/** Thrown when a resource cannot be created, updated or deleted; its record has the reason, too. */
export class ResourceFailure extends Error {
  readonly name = 'ResourceFailure';

  constructor(
    readonly logicalId: string,
    readonly action: ResourceAction,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * The status reason of a stack whose resources failed, in CloudFormation's words.
 *
 * @param errors - the errors of the resources, in the order in which they were thrown
 * @returns `undefined` if there are none
 */
export function describeFailures(
  errors: readonly unknown[],
): string | undefined {
  const failures = errors.filter(
    (error): error is ResourceFailure => error instanceof ResourceFailure,
  );
  if (failures.length === 0) {
    return errors.length > 0 ? 'User Initiated' : undefined;
  }
  const logicalIds = failures.map(({ logicalId }) => logicalId).join(', ');
  return `The following resource(s) failed to ${failures[0].action}: [${logicalIds}].`;
}
