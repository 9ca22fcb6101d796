/** What is done with a resource. */
export type ResourceAction = 'create' | 'update' | 'delete';

/** Thrown when a resource could not be made, changed or deleted; the reason stands in its record. */
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
 * What a stack says of the resources that failed, in CloudFormation's words.
 *
 * @param errors - what was thrown, in the order in which it was
 * @returns `undefined` when nothing was
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
