import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { ResourceEvent } from './events';

/**
 * Turns an event of CloudFormation into one of a deployment.
 *
 * @param event - as CloudFormation describes it
 * @param path - the path of the construct of the resource, when it is known
 */
export function toResourceEvent(
  event: StackEvent,
  path?: string,
): ResourceEvent {
  return {
    type: 'resource',
    stack: event.StackName ?? '',
    logicalId: event.LogicalResourceId ?? '',
    resourceType: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    time: event.Timestamp ?? new Date(),
    ...(event.ResourceStatusReason
      ? { reason: event.ResourceStatusReason }
      : {}),
    ...(path ? { path } : {}),
  };
}
