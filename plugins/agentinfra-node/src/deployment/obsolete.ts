import type { DeploymentEvent } from './events';
import { DeploymentError, describeFailure } from './failure';
import type { DeployedStack } from './outcomes';
import type { ProgressKeeper } from './ProgressKeeper';
import type { PlatformStacks, StackState, WaitOptions } from './stacks';

/** Options of {@link removeObsolete}. */
export interface RemoveOptions extends WaitOptions {
  readonly report: (event: DeploymentEvent) => void;
}

/**
 * Deletes the stacks that the definition of a platform no longer has, one after the other; those that are protected are kept.
 *
 * @param stacks - the stacks of the definition, already deployed, so that they no longer depend on those to delete
 * @param keeper - knows which resource fails first
 * @returns the stacks with their outcomes
 * @throws DeploymentError if one cannot be deleted
 */
export async function removeObsolete(
  stacks: PlatformStacks,
  keeper: ProgressKeeper,
  options: RemoveOptions,
): Promise<DeployedStack[]> {
  const removed: DeployedStack[] = [];
  for (const stack of await stacks.readObsolete(options.signal)) {
    const { isProtected, name, outputs } = stack;
    if (!isProtected) {
      options.report({ type: 'obsolete-started', stack: name });
      const left = await stacks.remove(stack, options);
      requireGone(left, keeper);
    }
    const outcome = isProtected ? 'kept' : 'deleted';
    options.report({ type: 'obsolete-finished', stack: name, outcome });
    removed.push({ name, outcome, outputs: isProtected ? outputs : {} });
  }
  return removed;
}

function requireGone(
  left: StackState | undefined,
  { rootCause }: ProgressKeeper,
): void {
  if (left) {
    throw new DeploymentError(
      describeFailure(rootCause ?? `The stack ${left.name} cannot be deleted`, [
        left,
      ]),
    );
  }
}
