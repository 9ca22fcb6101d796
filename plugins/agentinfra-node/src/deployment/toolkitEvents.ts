import type { IoMessage } from '@aws-cdk/toolkit-lib';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { ToolkitEvent } from './protocol';
import { toResourceEvent } from './resourceEvent';

interface Activity {
  readonly event: StackEvent;
  readonly metadata?: { readonly constructPath: string };
}

/**
 * Turns a message of the CDK toolkit into an event, by its code.
 *
 * Source of the codes: AWS CDK Toolkit Library, "CDK Toolkit IoMessages registry".
 *
 * @returns undefined for messages that are of no interest
 */
export function toEvent(message: IoMessage<unknown>): ToolkitEvent | undefined {
  switch (message.code) {
    case 'CDK_TOOLKIT_I5501': {
      const { stackName } = message.data as { stackName: string };
      return { type: 'stack-started', stack: stackName };
    }
    case 'CDK_TOOLKIT_I5502': {
      const { event, metadata } = message.data as Activity;
      return toResourceEvent(event, metadata?.constructPath);
    }
    case 'CDK_TOOLKIT_I5900': {
      const { stackArn, noOp } = message.data as {
        stackArn: string;
        noOp: boolean;
      };
      const stack = stackArn.split('/')[1] ?? stackArn;
      return { type: 'stack-finished', stack, changed: !noOp };
    }
    default:
      return undefined;
  }
}
