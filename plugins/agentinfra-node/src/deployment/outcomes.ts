import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import type { ObsoleteOutcome, StackOutcome } from './events';
import { DeploymentError, describeFailure, StackReport } from './failure';
import { isComplete, StackState } from './stacks';

/** A stack after a successful deployment. */
export interface DeployedStack {
  readonly name: string;
  readonly outcome: StackOutcome | ObsoleteOutcome;
  readonly outputs: Record<string, string>;
}

/** Whether a change created or updated a stack, given its state before. */
export function changeOf(before?: StackState): StackOutcome {
  const wasCreated =
    before !== undefined &&
    (isComplete(before.status) || before.status.startsWith('UPDATE_'));
  return wasCreated ? 'updated' : 'created';
}

/** The state of each stack of a plan. */
export function reportsOf(
  plan: SynthesisPlan,
  states: ReadonlyMap<string, StackState>,
): StackReport[] {
  return plan.stacks.map(({ name }) => ({
    name,
    status: states.get(name)?.status,
  }));
}

/**
 * Checks that every stack of a plan is complete: the toolkit sometimes reports success for a stack that is not.
 *
 * @param states - the states that CloudFormation reports
 * @param outcomes - the outcomes that the toolkit reports
 * @throws DeploymentError if one is not
 */
export function requireComplete(
  plan: SynthesisPlan,
  states: ReadonlyMap<string, StackState>,
  outcomes: ReadonlyMap<string, StackOutcome>,
): void {
  const reports = reportsOf(plan, states);
  const broken = reports.find(
    ({ name, status = '' }) =>
      !isComplete(status) &&
      // An earlier update was rolled back, and the stack is what the definition wants again.
      !(
        status === 'UPDATE_ROLLBACK_COMPLETE' &&
        outcomes.get(name) === 'unchanged'
      ),
  );
  if (broken) {
    const { name, status = 'it does not exist' } = broken;
    throw new DeploymentError(
      describeFailure(`The stack ${name} is not complete: ${status}`, reports),
    );
  }
}
