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
  const seen = new Set<string>();
  for (;;) {
    const state = await readStack(client, name, signal);
    if (!state) {
      return undefined;
    }
    (await readNewEvents(client, state, seen)).forEach(onEvent);
    if (!isInProgress(state.status)) {
      return state;
    }
    await sleep(pollInterval, undefined, { signal });
  }
}

/**
 * The events of the last operation on a stack that are new, the oldest first. Several may have the same time, also that at which the
 * operation began.
 *
 * @param seen - the ids of those that are not; the new ones are added
 */
async function readNewEvents(
  client: CloudFormationClient,
  { id, since }: StackState,
  seen: Set<string>,
): Promise<ResourceEvent[]> {
  const found: ResourceEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents(
    { client },
    { StackName: id },
  )) {
    const fresh = StackEvents.filter(
      ({ EventId = '', Timestamp }) =>
        Timestamp && Timestamp >= since && !seen.has(EventId),
    );
    fresh.forEach(({ EventId = '' }) => seen.add(EventId));
    found.push(...fresh.map(event => toResourceEvent(event)));
    if (fresh.length < StackEvents.length) {
      break;
    }
  }
  return found.reverse();
}
