import { messageOf } from '../../errors';
import { desiredResource } from '../desired';
import { exportProblem } from '../exports';
import { runGraph } from '../graph';
import { outputsOf } from '../outputs';
import { planResources } from '../plan';
import { Scope, Template, templateOf } from '../template';
import { Phase, phaseScope } from './phase';
import { describeFailures, ResourceFailure } from './resourceFailure';
import { isStanding } from './resourceStanding';
import { CancelledError } from './wait';

/** Creates and updates the resources of the template, and computes the outputs. */
export async function deploy(phase: Phase): Promise<void> {
  const { isOver, operation, transitions } = phase;
  const template = templateOf(operation.input);
  const scope = phaseScope(phase, template);
  const plan = planResources(template, scope);
  const dependenciesOf = (logicalId: string) => plan.get(logicalId) ?? [];
  const errors = await runGraph([...plan.keys()], dependenciesOf, logicalId =>
    deployResource(phase, { template, scope, logicalId, dependenciesOf }),
  );
  if (isOver()) {
    return;
  }
  const problem =
    describeFailures(errors) ?? settleOutputs(phase, template, scope);
  if (problem) {
    transitions.turnBack(problem);
  } else if (operation.kind === 'update') {
    transitions.enter('cleanup', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  } else {
    transitions.end('CREATE_COMPLETE');
  }
}

/** A resource that the template declares. */
interface Declared {
  readonly template: Template;
  readonly scope: Scope;
  readonly logicalId: string;
  readonly dependenciesOf: (logicalId: string) => string[];
}

async function deployResource(
  { cancelOthers, operation, stack, work }: Phase,
  { template, scope, logicalId, dependenciesOf }: Declared,
): Promise<void> {
  const current = stack.resources[logicalId];
  if (
    current?.operationId === operation.id &&
    current.status.endsWith('_COMPLETE')
  ) {
    return;
  }
  try {
    const desired = desiredResource(
      template,
      scope,
      logicalId,
      dependenciesOf(logicalId),
    );
    if (current && isStanding(current)) {
      await work.update(current, desired);
    } else {
      await work.create(desired, (current?.generation ?? -1) + 1);
    }
  } catch (error) {
    cancelOthers();
    throw error instanceof ResourceFailure || error instanceof CancelledError
      ? error
      : new ResourceFailure(
          logicalId,
          current ? 'update' : 'create',
          messageOf(error),
        );
  }
}

/** Computes the outputs; returns the reason if that fails or an export is not allowed. */
function settleOutputs(
  { operation, place, stack }: Phase,
  template: Template,
  scope: Scope,
): string | undefined {
  try {
    const outputs = outputsOf(template, scope);
    const problem = exportProblem(place, stack, outputs);
    if (problem) {
      return problem;
    }
    const { imports, input, parameters } = operation;
    stack.result = { parameters, outputs, imports };
    stack.input = input;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
