import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import type { ObsoleteOutcome, StackOutcome } from './events';
import { DeploymentError, describeFailure, StackReport } from './failure';
import { isComplete, StackState } from './stacks';

/** A stack of a deployment that succeeded. */
export interface DeployedStack {
  readonly name: string;
  readonly outcome: StackOutcome | ObsoleteOutcome;
  readonly outputs: Record<string, string>;
}

/** What a change makes of a stack that stood, or did not, before. */
export function changeOf(before?: StackState): StackOutcome {
  const stood =
    before !== undefined &&
    (isComplete(before.status) || before.status.startsWith('UPDATE_'));
  return stood ? 'updated' : 'created';
}

/** How each stack of a plan stands. */
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
 * Checks that every stack of a plan is complete: the toolkit has been seen to report success where there was none.
 *
 * @param states - the stacks as CloudFormation has them
 * @param outcomes - what the toolkit says of them
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
      // An update was rolled back once, and what stands is what is wanted again.
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
