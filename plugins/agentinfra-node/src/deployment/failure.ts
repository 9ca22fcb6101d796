import type { ResourceEvent } from './events';

/** The state of a stack after a failed or cancelled deployment. */
export interface StackReport {
  readonly name: string;
  /** Its status; undefined if it does not exist. */
  readonly status?: string;
  /** What was done about it. */
  readonly note?: string;
}

/** Thrown when a deployment fails or is cancelled. Its message says what failed, the state of each stack, and what to do. */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeploymentError';
  }
}

/**
 * The message of a failed deployment: the resource and the reason first, then the state of each stack, then what to do.
 *
 * @param cause - the event of the resource that failed first, or whatever else went wrong
 * @param stacks - the state of each stack
 */
export function describeFailure(
  cause: ResourceEvent | string,
  stacks: readonly StackReport[],
): string {
  return [
    ...(typeof cause === 'string' ? [cause] : describeResource(cause)),
    '',
    ...describeStacks(stacks),
    '',
    'Run this again once the cause is fixed: what already exists is kept, and the rest is completed.',
  ].join('\n');
}

/**
 * The message of a cancelled deployment.
 *
 * @param stacks - the state of each stack
 */
export function describeCancellation(stacks: readonly StackReport[]): string {
  return [
    'The deployment was cancelled.',
    '',
    ...describeStacks(stacks),
    '',
    'Run this again to complete the platform: what already exists is kept.',
  ].join('\n');
}

function describeResource(event: ResourceEvent): string[] {
  const { stack, logicalId, resourceType, status, reason, path } = event;
  return [
    `${logicalId}${path ? ` (${path})` : ''} failed: ${status}`,
    `Type: ${resourceType}`,
    `Reason: ${reason ?? 'CloudFormation gives none'}`,
    `Stack: ${stack}`,
  ];
}

function describeStacks(stacks: readonly StackReport[]): string[] {
  return stacks.map(
    ({ name, status, note }) => `- ${name}: ${note ?? status ?? 'not begun'}`,
  );
}
