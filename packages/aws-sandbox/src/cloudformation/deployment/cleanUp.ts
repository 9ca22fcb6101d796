import type { ResourceRecord, StackRecord } from '../../state/records';
import { planResources } from '../plan';
import { templateOf } from '../template';
import { Phase, phaseScope } from './phase';
import { removeAll } from './removal';
import { hasBody, isStanding } from './resourceStanding';

/** Deletes what a stack no longer needs after an update. As with CloudFormation, what cannot be deleted is left behind. */
export async function cleanUp(phase: Phase): Promise<void> {
  const { isOver, operation, stack, transitions, work } = phase;
  const template = templateOf(operation.input);
  const plan = planResources(template, phaseScope(phase, template));
  const unwanted = Object.values(stack.resources).filter(
    resource => !plan.has(resource.logicalId) && isStanding(resource),
  );
  await removeAll(work, [
    ...unwanted.map(resource => ({
      resource,
      policy: resource.deletionPolicy,
    })),
    ...operation.replaced.map(resource => ({
      resource,
      policy: resource.updateReplacePolicy,
    })),
  ]);
  if (!isOver()) {
    forget(stack, unwanted);
    transitions.end('UPDATE_COMPLETE');
  }
}

/** Deletes what an update had created before it was rolled back. */
export async function cleanUpAfterRollback(phase: Phase): Promise<void> {
  const { isOver, operation, stack, transitions, work } = phase;
  const { before, replaced } = operation;
  const isNew = ({ logicalId }: ResourceRecord) =>
    !before?.resources[logicalId];
  const standing = new Set(
    Object.values(before?.resources ?? {}).map(({ physicalId }) => physicalId),
  );
  const leftovers = [
    ...Object.values(stack.resources).filter(
      resource => isNew(resource) && hasBody(resource),
    ),
    ...replaced.filter(({ physicalId }) => !standing.has(physicalId)),
  ];
  await removeAll(
    work,
    leftovers.map(resource => ({ resource, policy: 'Delete' })),
  );
  if (!isOver()) {
    forget(stack, Object.values(stack.resources).filter(isNew));
    stack.result = before?.result ?? stack.result;
    stack.input = before?.input ?? stack.input;
    transitions.end('UPDATE_ROLLBACK_COMPLETE');
  }
}

function forget(
  { resources }: StackRecord,
  gone: readonly ResourceRecord[],
): void {
  for (const { logicalId } of gone) {
    delete resources[logicalId];
  }
}
