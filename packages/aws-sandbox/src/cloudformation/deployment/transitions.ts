import type { Place } from '../../state/place';
import type {
  OperationRecord,
  StackRecord,
  StackStatus,
} from '../../state/records';
import type { SandboxState } from '../../state/sandboxState';
import { setStackStatus } from '../events';
import type { DeploymentOptions } from './deploymentOptions';

/** Takes a stack from one phase of an operation to the next, and to its end. */
export class Transitions {
  readonly #state: SandboxState;
  readonly #place: Place;
  readonly #stack: StackRecord;
  readonly #operation: OperationRecord;

  constructor({ host, operation, place, stack }: DeploymentOptions) {
    this.#state = host.state;
    this.#place = place;
    this.#stack = stack;
    this.#operation = operation;
  }

  /** Enters another phase. */
  enter(
    phase: OperationRecord['phase'],
    status: StackStatus,
    reason?: string,
  ): void {
    this.#operation.phase = phase;
    this.#setStatus(status, reason);
  }

  /** Ends the operation. */
  end(status: StackStatus, reason?: string): void {
    this.#setStatus(status, reason);
    if (!status.endsWith('_FAILED')) {
      this.#stack.rollbackTo = undefined;
    }
    if (status === 'UPDATE_ROLLBACK_FAILED') {
      this.#stack.rollbackTo = this.#operation.before;
    }
    this.#stack.operation = undefined;
  }

  /** Rolls back, deletes or leaves the stack as it is, after a failure of its deployment. */
  turnBack(problem: string): void {
    const { before, input, kind, onFailure } = this.#operation;
    const isUpdate = kind === 'update';
    switch (onFailure) {
      case 'DO_NOTHING':
        this.#stack.rollbackTo = before;
        this.#stack.input = input;
        this.end(isUpdate ? 'UPDATE_FAILED' : 'CREATE_FAILED', problem);
        break;
      case 'DELETE':
        this.enter('delete', 'DELETE_IN_PROGRESS', problem);
        break;
      default:
        this.enter(
          'rollback',
          isUpdate ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
          `${problem} Rollback requested by user.`,
        );
    }
  }

  /** Ends the current phase, which has failed. */
  fail(problem: string): void {
    switch (this.#operation.phase) {
      case 'deploy':
        this.turnBack(problem);
        break;
      case 'rollback':
      case 'rollback-cleanup':
        this.end(
          this.#operation.before ? 'UPDATE_ROLLBACK_FAILED' : 'ROLLBACK_FAILED',
          problem,
        );
        break;
      case 'cleanup':
        this.end('UPDATE_COMPLETE', problem);
        break;
      default:
        this.end('DELETE_FAILED', problem);
    }
  }

  #setStatus(status: StackStatus, reason?: string): void {
    setStackStatus(this.#stack, status, reason);
    this.#state.saveStack(this.#place, this.#stack);
  }
}
