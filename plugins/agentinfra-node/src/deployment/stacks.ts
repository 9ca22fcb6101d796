import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateDescribeStacks,
  Stack,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  Definition,
  ownerRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ConflictError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedStack } from '../synthesis';
import type { ResourceEvent } from './events';

/**
 * What becomes of the stacks in progress when a deployment is cancelled: `rollback` deletes what was being created, and takes back what
 * was being updated; `preserve` lets CloudFormation finish them. What is complete is kept.
 */
export type OnCancel = 'rollback' | 'preserve';

/** A stack as it stands in AWS. */
export interface StackState {
  /** Its ARN, under which its events are found even when it is gone. */
  readonly id: string;
  readonly name: string;
  /** Its status, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly outputs: Record<string, string>;
  readonly tags: Record<string, string>;
  /** Whether CloudFormation refuses to delete it. */
  readonly isProtected: boolean;
  /** When CloudFormation began what it did last with the stack. */
  readonly since: Date;
}

/**
 * Reads a stack.
 *
 * @returns undefined if there is none
 */
export async function readStack(
  client: CloudFormationClient,
  name: string,
  signal?: AbortSignal,
): Promise<StackState | undefined> {
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: name }),
      { abortSignal: signal },
    );
    return Stacks[0] && toState(Stacks[0]);
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) {
      return undefined;
    }
    throw error;
  }
}

/** Reads all stacks whose names begin with a prefix. */
export async function readStacksByPrefix(
  client: CloudFormationClient,
  prefix: string,
): Promise<StackState[]> {
  const found: StackState[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
    found.push(
      ...Stacks.map(toState).filter(({ name }) => name.startsWith(prefix)),
    );
  }
  return found;
}

function toState(stack: Stack): StackState {
  return {
    id: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    since:
      stack.DeletionTime ??
      stack.LastUpdatedTime ??
      stack.CreationTime ??
      new Date(0),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]),
    ),
    tags: Object.fromEntries(
      (stack.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    ),
    isProtected: stack.EnableTerminationProtection ?? false,
  };
}

/**
 * Whether a stack is one of a platform, by its tags.
 *
 * A stack that has only ever been proposed has no resources, and perhaps no tags yet: anybody may take it over.
 */
export function isOwn(definition: Definition, stack: StackState): boolean {
  const owner = stack.tags.Owner ?? '';
  return (
    stack.status === 'REVIEW_IN_PROGRESS' ||
    (stack.tags['agentinfra:platform'] === platformId(definition) &&
      owner !== '' &&
      ownerRef(owner) === ownerRef(definition.owner))
  );
}

/**
 * Checks that a stack is one of a platform.
 *
 * @throws ConflictError if it belongs to somebody else
 */
export function checkOwn(definition: Definition, stack: StackState): void {
  const owner = stack.tags.Owner ?? '';
  if (!isOwn(definition, stack)) {
    throw new ConflictError(
      `The stack ${stack.name} in ${definition.account}, ${
        definition.region
      } exists and belongs to ${
        owner || 'somebody else'
      }: choose another name for the platform, or have that stack removed.`,
    );
  }
}

/** Whether CloudFormation is at work on a stack. A change set that was never executed is no work. */
export function isInProgress(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/**
 * The stacks that can be deployed now: CloudFormation is at work neither on them nor on what they come after.
 *
 * @param planned - all stacks, each after those that it depends on
 * @param states - the stacks that exist, by name
 * @returns their names
 */
export function independentStacks(
  planned: readonly PlannedStack[],
  states: ReadonlyMap<string, StackState>,
): string[] {
  const waiting = new Set<string>();
  for (const { name, dependsOn } of planned) {
    const { status = '' } = states.get(name) ?? {};
    if (isInProgress(status) || dependsOn.some(other => waiting.has(other))) {
      waiting.add(name);
    }
  }
  return planned.map(({ name }) => name).filter(name => !waiting.has(name));
}

/** Whether a stack stands as its template says. */
export function isComplete(status: string): boolean {
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(
    status,
  );
}

/**
 * Makes a stack ready to be changed, or to be made anew if it never stood.
 *
 * @returns the stack as it is then, perhaps in progress
 */
export async function makeChangeable(
  client: CloudFormationClient,
  stack: StackState,
  signal?: AbortSignal,
): Promise<StackState> {
  const target = { StackName: stack.name };
  const options = { abortSignal: signal };
  switch (stack.status) {
    case 'UPDATE_ROLLBACK_FAILED':
      await client.send(new ContinueUpdateRollbackCommand(target), options);
      return { ...stack, status: 'UPDATE_ROLLBACK_IN_PROGRESS' };
    case 'DELETE_FAILED':
      await client.send(new DeleteStackCommand(target), options);
      return { ...stack, status: 'DELETE_IN_PROGRESS' };
    case 'CREATE_FAILED':
    case 'REVIEW_IN_PROGRESS':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      await unprotect(client, stack, signal);
      return stack;
    default:
      return stack;
  }
}

/** Lets a stack that never stood be deleted: protection is for what people rely on. */
async function unprotect(
  client: CloudFormationClient,
  { name, isProtected }: StackState,
  signal?: AbortSignal,
): Promise<void> {
  if (isProtected) {
    await client.send(
      new UpdateTerminationProtectionCommand({
        StackName: name,
        EnableTerminationProtection: false,
      }),
      { abortSignal: signal },
    );
  }
}

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

/**
 * Asks CloudFormation to stop what it does with a stack.
 *
 * @param stack - the stack, which must be one's own
 * @param onCancel - what is to become of it
 * @returns what was asked for, as words; undefined if there was nothing to stop
 */
export async function stopStack(
  client: CloudFormationClient,
  stack: StackState,
  onCancel: OnCancel,
  signal: AbortSignal,
): Promise<string | undefined> {
  const target = { StackName: stack.name };
  const options = { abortSignal: signal };
  const left = `is left to CloudFormation in ${stack.status}`;
  switch (stack.status) {
    case 'REVIEW_IN_PROGRESS':
      await unprotect(client, stack, signal);
      await client.send(new DeleteStackCommand(target), options);
      return 'had nothing in it yet and is removed';
    case 'CREATE_IN_PROGRESS':
      if (onCancel === 'preserve') {
        return left;
      }
      await unprotect(client, stack, signal);
      await client.send(new DeleteStackCommand(target), options);
      return 'was being created and is now being deleted';
    case 'UPDATE_IN_PROGRESS':
      if (onCancel === 'preserve') {
        return left;
      }
      await client.send(new CancelUpdateStackCommand(target), options);
      return 'was being updated and now goes back to what it was';
    default:
      return isInProgress(stack.status) ? left : undefined;
  }
}
