import type { RemovalPolicy, ResourceRecord } from '../../state/records';
import { runGraph } from '../graph';
import { ResourceFailure } from './resourceFailure';
import { isGone } from './resourceStanding';
import type { ResourceWork } from './resourceWork';

/** What lets a resource stand. */
const RETAINING: readonly RemovalPolicy[] = ['Retain', 'RetainExceptOnCreate'];

/** A resource that is to go, and what its template says to that. */
export interface Removal {
  readonly resource: ResourceRecord;
  readonly policy: RemovalPolicy;
}

/**
 * Deletes resources, those first on which no other depends, or lets them stand where their policy says so.
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

/** What a stack says of resources that could not be deleted; nothing when there are none. */
export function describeUndeleted(
  logicalIds: readonly string[],
): string | undefined {
  return logicalIds.length > 0
    ? `The following resource(s) failed to delete: [${logicalIds.join(', ')}].`
    : undefined;
}
