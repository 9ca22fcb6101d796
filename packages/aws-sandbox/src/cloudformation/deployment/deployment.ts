import { messageOf } from '../../errors';
import type { OperationRecord } from '../../state/records';
import { cleanUp, cleanUpAfterRollback } from './cleanUp';
import { deleteStack } from './deleteStack';
import { deploy } from './deploy';
import type { DeploymentOptions } from './deploymentOptions';
import type { Phase } from './phase';
import { ResourceWork } from './resourceWork';
import { rollBack } from './rollBack';
import { Transitions } from './transitions';

/** Why a deployment is called off: the sandbox stops and will resume it later, or a call cancels it or deletes the stack. */
export type CallOff = 'stop' | 'cancel' | 'delete';

/** The work of each phase of an operation. */
const PHASES: Record<
  OperationRecord['phase'],
  (phase: Phase) => Promise<void>
> = {
  deploy,
  cleanup: cleanUp,
  rollback: rollBack,
  'rollback-cleanup': cleanUpAfterRollback,
  delete: deleteStack,
};

/**
 * Takes one stack from where it is to the end of its operation. All progress is in the record of the stack, so that a deployment that
 * was interrupted continues where it was.
 */
export class Deployment {
  /** Resolves when the operation has ended or was called off. Never rejects. */
  readonly finished: Promise<void>;
  readonly #options: DeploymentOptions;
  /** Renewed for each phase: a failure cancels the current phase, but not the rollback after it. */
  #controller = new AbortController();
  #calledOff: CallOff | undefined;

  /** Starts the deployment. */
  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.finished = this.#run();
  }

  /** Ends the work soon: resources in progress fail as cancelled, except for `stop`. */
  callOff(reason: CallOff): void {
    this.#calledOff = reason;
    this.#controller.abort(reason);
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    const { host, operation, place, stack } = this.#options;
    const phase: Phase = {
      place,
      stack,
      operation,
      work: new ResourceWork({
        ...this.#options,
        signal: () => this.#controller.signal,
      }),
      transitions: new Transitions(this.#options),
      isOver: () => this.#isOver(),
      cancelOthers: () => this.#controller.abort('failure'),
    };
    while (stack.operation === operation && !this.#isOver()) {
      this.#controller = new AbortController();
      try {
        await PHASES[operation.phase](phase);
      } catch (error) {
        if (this.#isOver()) {
          return;
        }
        phase.transitions.fail(messageOf(error));
      }
      host.state.saveStack(place, stack);
    }
  }

  /** Whether the work ends here: it is resumed later, or a deletion takes its place. */
  #isOver(): boolean {
    return this.#calledOff === 'stop' || this.#calledOff === 'delete';
  }
}
