import { randomUUID } from 'node:crypto';
import type {
  ResourceRecord,
  StackRecord,
  StackStatus,
} from '../state/records';

/** Sets the status of a stack, and adds an event. */
export function setStackStatus(
  stack: StackRecord,
  status: StackStatus,
  reason?: string,
): void {
  stack.status = status;
  stack.statusReason = reason;
  addEvent(stack, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
  });
}

/** Adds an event with the current status of a resource. */
export function recordResource(
  stack: StackRecord,
  resource: ResourceRecord,
): void {
  resource.updatedAt = new Date().toISOString();
  addEvent(stack, {
    logicalId: resource.logicalId,
    physicalId: resource.physicalId ?? '',
    type: resource.type,
    status: resource.status,
    reason: resource.statusReason,
    // People look at them only after failures; in every event, they would waste space.
    properties: resource.status.endsWith('FAILED')
      ? resource.properties
      : undefined,
  });
}

function addEvent(
  stack: StackRecord,
  event: Omit<StackRecord['events'][number], 'id' | 'at' | 'token'>,
): void {
  stack.events.push({
    id: randomUUID(),
    at: nextMoment(stack),
    token: stack.operation?.token,
    ...event,
  });
}

/** The current time, but later than the last event: tools sort events by their time alone. */
function nextMoment({ events }: StackRecord): string {
  const last = events.at(-1);
  const earliest = last ? Date.parse(last.at) + 1 : 0;
  return new Date(Math.max(Date.now(), earliest)).toISOString();
}
