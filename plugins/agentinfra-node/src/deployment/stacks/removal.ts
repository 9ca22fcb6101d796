import {
  CloudFormationClient,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { waitUntilSettled, type WaitOptions } from './settling';
import { isInProgress, type StackState } from './state';

/**
 * Deletes a stack, and waits until it is gone. An operation in progress may finish first.
 *
 * @returns the stack if it could not be deleted; undefined if it is gone
 */
export async function removeStack(
  client: CloudFormationClient,
  { name, status }: StackState,
  options: WaitOptions,
): Promise<StackState | undefined> {
  if (isInProgress(status)) {
    const settled = await waitUntilSettled(client, name, options);
    if (!settled) {
      return undefined;
    }
  }
  await client.send(new DeleteStackCommand({ StackName: name }), {
    abortSignal: options.signal,
  });
  return waitUntilSettled(client, name, options);
}
