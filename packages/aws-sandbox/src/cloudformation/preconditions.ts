import { validationError } from '../errors';
import type { StackRecord, StackStatus } from '../state/records';
import type { DeleteOptions } from './operations';

/** Statuses from which a stack can be updated. */
const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];

/**
 * Checks the name of a stack or a change set.
 *
 * @param member - the member of the request, such as `stackName`
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertName(member: string, name: string): void {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
}

/**
 * Checks that a stack can be updated now.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertUpdatable({ id, status }: StackRecord): void {
  if (!UPDATABLE.includes(status)) {
    throw validationError(
      `Stack:${id} is in ${status} state and can not be updated.`,
    );
  }
}

/**
 * Checks that a stack can be deleted now, and with these options.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertDeletable(
  { id, name, status, terminationProtection }: StackRecord,
  { force, retain }: DeleteOptions,
): void {
  if (terminationProtection) {
    throw validationError(
      `Stack [${name}] cannot be deleted while TerminationProtection is enabled`,
    );
  }
  if (/^UPDATE_(.*_)?IN_PROGRESS$/.test(status)) {
    throw validationError(
      `Stack [${id}] cannot be deleted while in status ${status}`,
    );
  }
  if ((retain.length > 0 || force) && status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack. Specifying ${
        force ? 'FORCE_DELETE_STACK' : 'RetainResources'
      } is only valid when deleting a stack in DELETE_FAILED state.`,
    );
  }
}

/**
 * Checks that an update of a stack is in progress.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertCancellable({ status }: StackRecord): void {
  if (status !== 'UPDATE_IN_PROGRESS') {
    throw validationError(
      `CancelUpdateStack cannot be called from current stack status ${status}`,
    );
  }
}

/**
 * Checks that a stack has failed and was left as it was.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertFailed({ id, status }: StackRecord): void {
  if (status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED') {
    throw validationError(
      `Stack:${id} is in ${status} state and can not be rolled back`,
    );
  }
}

/**
 * Checks that a rollback of a stack has failed.
 *
 * @throws AwsError `ValidationError` with CloudFormation's words
 */
export function assertRollbackFailed({ id, status }: StackRecord): void {
  if (status !== 'UPDATE_ROLLBACK_FAILED') {
    throw validationError(
      `Stack:${id} is in ${status} state and can not continue rollback.`,
    );
  }
}
