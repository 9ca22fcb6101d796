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

/** Throws CloudFormation's error when a stack cannot be updated now. */
export function assertUpdatable({ id, status }: StackRecord): void {
  if (!UPDATABLE.includes(status)) {
    throw validationError(
      `Stack:${id} is in ${status} state and can not be updated.`,
    );
  }
}

/** Throws CloudFormation's error when a stack cannot be deleted now, or not in this way. */
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

/** Throws CloudFormation's error when there is no update of a stack to take back. */
export function assertCancellable({ status }: StackRecord): void {
  if (status !== 'UPDATE_IN_PROGRESS') {
    throw validationError(
      `CancelUpdateStack cannot be called from current stack status ${status}`,
    );
  }
}

/** Throws CloudFormation's error when a stack was not left as it was when it failed. */
export function assertFailed({ id, status }: StackRecord): void {
  if (status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED') {
    throw validationError(
      `Stack:${id} is in ${status} state and can not be rolled back`,
    );
  }
}

/** Throws CloudFormation's error when no rollback of a stack has failed. */
export function assertRollbackFailed({ id, status }: StackRecord): void {
  if (status !== 'UPDATE_ROLLBACK_FAILED') {
    throw validationError(
      `Stack:${id} is in ${status} state and can not continue rollback.`,
    );
  }
}
