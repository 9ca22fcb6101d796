import type { RemovalPolicy, ResourceRecord } from '../../state/records';
import { runGraph } from '../graph';
import { ResourceFailure } from './resourceFailure';
import { isGone } from './resourceStanding';
import type { ResourceWork } from './resourceWork';

/** The policies that keep a resource. */
const RETAINING: readonly RemovalPolicy[] = ['Retain', 'RetainExceptOnCreate'];

/** A resource to delete, and the policy that applies to it. */
export interface Removal {
  readonly resource: ResourceRecord;
  readonly policy: RemovalPolicy;
}

/**
 * Deletes resources, each before those that it depends on, and keeps those whose policy says so.
 *
 * @returns the logical ids of those that could not be deleted
 */
export async function removeAll(
  work: ResourceWork,
  removals: readonly Removal[],
): Promise<string[]> {
  const errors = await runGraph(
    removals,
    ({ resource: { logicalId } }) =>
      removals.filter(
        ({ resource }) =>
          resource.logicalId !== logicalId &&
          resource.dependencies.includes(logicalId),
      ),
    async ({ resource, policy }) => {
      if (isGone(resource)) {
        return;
      }
      if (RETAINING.includes(policy)) {
        work.retain(resource);
      } else {
        await work.remove(resource);
      }
    },
  );
  return errors.flatMap(error =>
    error instanceof ResourceFailure ? [error.logicalId] : [],
  );
}

/** The status reason of a stack with resources that could not be deleted; `undefined` if there are none. */
export function describeUndeleted(
  logicalIds: readonly string[],
): string | undefined {
  return logicalIds.length > 0
    ? `The following resource(s) failed to delete: [${logicalIds.join(', ')}].`
    : undefined;
}
