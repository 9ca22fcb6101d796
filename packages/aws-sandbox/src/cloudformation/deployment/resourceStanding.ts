import type { ResourceRecord } from '../../state/records';

/** Whether a resource exists and its creation was completed. */
export function isStanding(resource: ResourceRecord): boolean {
  return (
    hasBody(resource) &&
    resource.status !== 'CREATE_FAILED' &&
    resource.status !== 'CREATE_IN_PROGRESS'
  );
}

/** Whether there is a physical resource to delete. */
export function hasBody(resource: ResourceRecord): boolean {
  return resource.physicalId !== undefined && !isGone(resource);
}

/** Whether a resource no longer belongs to its stack. */
export function isGone({ status }: ResourceRecord): boolean {
  return status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';
}
