import {
  CloudFormationClient,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceEvent } from '../events';
import { isInProgress, readStack, type StackState } from './state';

/** How to wait for a stack. */
export interface WaitOptions {
  /** Milliseconds between two looks. */
  readonly pollInterval: number;
  /** Takes what CloudFormation does meanwhile. */
  readonly onEvent: (event: ResourceEvent) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until CloudFormation is no longer at work on a stack.
 *
 * @returns the stack as it stands then; undefined if it is gone
 */
export async function waitUntilSettled(
  client: CloudFormationClient,
  name: string,
  { pollInterval, onEvent, signal }: WaitOptions,
): Promise<StackState | undefined> {
  let seen: Date | undefined;
  for (;;) {
    const state = await readStack(client, name, signal);
    if (!state) {
      return undefined;
    }
    const events = await readEventsAfter(client, state, seen ?? state.since);
    events.forEach(onEvent);
    if (!isInProgress(state.status)) {
      return state;
    }
    seen = events[events.length - 1]?.time ?? seen;
    await sleep(pollInterval, undefined, { signal });
  }
}

/** The events of a stack after a moment, the oldest first. */
async function readEventsAfter(
  client: CloudFormationClient,
  { id, name }: StackState,
  moment: Date,
): Promise<ResourceEvent[]> {
  const found: ResourceEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents(
    { client },
    { StackName: id },
  )) {
    const fresh = StackEvents.filter(
      ({ Timestamp }) => Timestamp && Timestamp > moment,
    );
    found.push(
      ...fresh.map(event => ({
        type: 'resource' as const,
        stack: name,
        logicalId: event.LogicalResourceId ?? '',
        resourceType: event.ResourceType ?? '',
        status: event.ResourceStatus ?? '',
        time: event.Timestamp!,
        ...(event.ResourceStatusReason
          ? { reason: event.ResourceStatusReason }
          : {}),
      })),
    );
    if (fresh.length < StackEvents.length) {
      break;
    }
  }
  return found.reverse();
}
