import type { Phase } from './phase';
import { describeUndeleted, removeAll } from './removal';
import { hasBody } from './resourceStanding';

/** Deletes a stack with its resources, except those to keep. */
export async function deleteStack({
  isOver,
  operation,
  stack,
  transitions,
  work,
}: Phase): Promise<void> {
  const failed = await removeAll(
    work,
    Object.values(stack.resources)
      .filter(hasBody)
      .map(resource => ({
        resource,
        policy: operation.skip.includes(resource.logicalId)
          ? 'Retain'
          : resource.deletionPolicy,
      })),
  );
  if (isOver()) {
    return;
  }
  if (failed.length > 0 && !operation.force) {
    transitions.end('DELETE_FAILED', describeUndeleted(failed));
    return;
  }
  for (const resource of Object.values(stack.resources).filter(hasBody)) {
    work.retain(resource);
  }
  stack.deletedAt = new Date().toISOString();
  stack.result = { ...stack.result, imports: [] };
  transitions.end('DELETE_COMPLETE');
}
