import type { ResourceRecord } from '../../state/records';

/** Whether a resource exists and was made completely at some time. */
export function isStanding(resource: ResourceRecord): boolean {
  return (
    hasBody(resource) &&
    resource.status !== 'CREATE_FAILED' &&
    resource.status !== 'CREATE_IN_PROGRESS'
  );
}

/** Whether there is anything of a resource to delete. */
export function hasBody(resource: ResourceRecord): boolean {
  return resource.physicalId !== undefined && !isGone(resource);
}

/** Whether a resource is no longer one of its stack. */
export function isGone({ status }: ResourceRecord): boolean {
  return status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';
}
