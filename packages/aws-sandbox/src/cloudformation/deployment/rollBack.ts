import { sameJson } from '../../json';
import type { ResourceRecord } from '../../state/records';
import { runGraph } from '../graph';
import type { Phase } from './phase';
import { describeUndeleted, removeAll } from './removal';
import { describeFailures } from './resourceFailure';
import { hasBody } from './resourceStanding';

/** Rolls back an update, or deletes what a creation has created. */
export async function rollBack(phase: Phase): Promise<void> {
  const { before } = phase.operation;
  if (before) {
    await restoreAll(phase, before.resources);
  } else {
    await deleteAll(phase);
  }
}

async function deleteAll({
  isOver,
  stack,
  transitions,
  work,
}: Phase): Promise<void> {
  const made = Object.values(stack.resources).filter(hasBody);
  const failed = await removeAll(
    work,
    made.map(resource => ({
      resource,
      policy:
        resource.deletionPolicy === 'RetainExceptOnCreate'
          ? 'Delete'
          : resource.deletionPolicy,
    })),
  );
  if (!isOver()) {
    transitions.end(
      failed.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE',
      describeUndeleted(failed),
    );
  }
}

async function restoreAll(
  phase: Phase,
  before: Record<string, ResourceRecord>,
): Promise<void> {
  const { isOver, operation, transitions, work } = phase;
  const touched = Object.values(before).filter(
    resource =>
      !operation.skip.includes(resource.logicalId) &&
      wasTouched(phase, resource),
  );
  const byId = new Map(touched.map(one => [one.logicalId, one]));
  const errors = await runGraph(
    touched,
    resource =>
      resource.dependencies.flatMap(logicalId => byId.get(logicalId) ?? []),
    resource => work.restore(resource),
  );
  if (isOver()) {
    return;
  }
  const problem = describeFailures(errors);
  if (problem) {
    transitions.end('UPDATE_ROLLBACK_FAILED', problem);
  } else {
    transitions.enter(
      'rollback-cleanup',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    );
  }
}

/** Whether an update has changed a resource that was not restored yet. */
function wasTouched(
  { operation, stack }: Phase,
  before: ResourceRecord,
): boolean {
  const current = stack.resources[before.logicalId];
  if (
    !current ||
    current.physicalId !== before.physicalId ||
    !sameJson(current.properties, before.properties)
  ) {
    return true;
  }
  const isRestored =
    current.operationId === operation.id &&
    current.status === 'UPDATE_COMPLETE';
  return !isRestored && current.status !== before.status;
}
