import {
  CloudFormationClient,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceEvent } from '../events';
import { toResourceEvent } from '../resourceEvent';
import { isInProgress, readStack, type StackState } from './state';

/** How to wait for a stack. */
export interface WaitOptions {
  /** Milliseconds between two polls. */
  readonly pollInterval: number;
  /** Called for everything that CloudFormation does in the meantime. */
  readonly onEvent: (event: ResourceEvent) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until no operation of CloudFormation on a stack is in progress.
 *
 * @returns the stack after that; undefined if it is gone
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
  { id }: StackState,
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
    found.push(...fresh.map(event => toResourceEvent(event)));
    if (fresh.length < StackEvents.length) {
      break;
    }
  }
  return found.reverse();
}
