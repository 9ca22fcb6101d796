import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { isInProgress, type StackState } from './state';

/**
 * What happens to the stacks in progress when a deployment is cancelled: `rollback` deletes those that are being created and rolls
 * back those that are being updated; `preserve` lets CloudFormation finish them. Complete stacks are kept.
 */
export type OnCancel = 'rollback' | 'preserve';

/**
 * Makes a stack ready to be changed, or to be replaced if its creation failed.
 *
 * @returns the stack after that; it may be in progress
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

/**
 * Asks CloudFormation to stop its operation on a stack.
 *
 * @param stack - the stack, which must belong to the platform
 * @param onCancel - what happens to it if it is in progress
 * @returns what happens now, in words; undefined if there was nothing to stop
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

/** Turns termination protection off for a stack whose creation failed: it protects what people rely on, and nobody does yet. */
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
