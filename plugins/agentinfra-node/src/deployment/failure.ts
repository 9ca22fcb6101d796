import type { ResourceEvent } from './events';

/** How a stack stands after a deployment that did not succeed. */
export interface StackReport {
  readonly name: string;
  /** Its status; undefined if it does not exist. */
  readonly status?: string;
  /** What was done about it. */
  readonly note?: string;
}

/** A deployment that did not succeed. Its message says what failed, what stands, and what to do. */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeploymentError';
  }
}

/**
 * The message of a failed deployment: the resource and the reason first, then how each stack stands, then what to do.
 *
 * @param cause - the event of the resource that failed first, or what else went wrong
 * @param stacks - how each stack stands
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
    'Run this again once the cause is gone: what stands is kept, and the rest is completed.',
  ].join('\n');
}

/**
 * The message of a cancelled deployment.
 *
 * @param stacks - how each stack stands
 */
export function describeCancellation(stacks: readonly StackReport[]): string {
  return [
    'The deployment was cancelled.',
    '',
    ...describeStacks(stacks),
    '',
    'Run this again to complete the platform: what stands is kept.',
  ].join('\n');
}

/**
 * What failed, in four lines.
 *
 * @param event - the event of the resource that failed
 */
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
