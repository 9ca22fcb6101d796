import { messageOf } from '../../errors';
import type { Place } from '../../state/place';
import type { OperationRecord, StackRecord } from '../../state/records';
import type { DeploymentHost } from '../deploymentHost';
import { cleanUp, cleanUpAfterRollback } from './cleanUp';
import { deleteStack } from './deleteStack';
import { deploy } from './deploy';
import type { Phase } from './phase';
import { ResourceWork } from './resourceWork';
import { rollBack } from './rollBack';
import { Transitions } from './transitions';

/** Why a deployment is called off: the sandbox stops (work goes on later), or somebody asked for it. */
export type CallOff = 'stop' | 'cancel' | 'delete';

/** What is done in each phase of an operation. */
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
 * Brings one stack from where it is to the end of its operation. All progress is in the stack's record, so that a deployment that was
 * interrupted goes on where it was when it is run again.
 */
export class Deployment {
  /** Renewed for each phase: the first failure ends a phase, not the way back. */
  #controller = new AbortController();
  #calledOff: CallOff | undefined;
  readonly #finished: Promise<void>;

  constructor(
    private readonly host: DeploymentHost,
    private readonly place: Place,
    private readonly stack: StackRecord,
    private readonly operation: OperationRecord,
  ) {
    this.#finished = this.#run();
  }

  /** Resolves when the operation has ended or was called off. Never rejects. */
  get finished(): Promise<void> {
    return this.#finished;
  }

  /** Ends the work soon: what is being made fails as cancelled, except for `stop`. */
  callOff(reason: CallOff): void {
    this.#calledOff = reason;
    this.#controller.abort(reason);
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    const { host, operation, place, stack } = this;
    const phase: Phase = {
      place,
      stack,
      operation,
      work: new ResourceWork({
        host,
        place,
        stack,
        operation,
        signal: () => this.#controller.signal,
      }),
      transitions: new Transitions(host.state, place, stack, operation),
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

  /** Whether somebody else takes over from here. */
  #isOver(): boolean {
    return this.#calledOff === 'stop' || this.#calledOff === 'delete';
  }
}
