import type { Place } from '../../state/place';
import type { OperationRecord, StackRecord } from '../../state/records';
import { stackScope } from '../scope';
import type { Scope, Template } from '../template';
import type { ResourceWork } from './resourceWork';
import type { Transitions } from './transitions';

/** The context of a phase of an operation. */
export interface Phase {
  readonly place: Place;
  readonly stack: StackRecord;
  readonly operation: OperationRecord;
  readonly work: ResourceWork;
  /** Ends the phase. */
  readonly transitions: Transitions;
  /** Whether the operation was called off: the phase then ends where it is. */
  readonly isOver: () => boolean;
  /** Cancels what the phase does with the other resources, now that one has failed. */
  readonly cancelOthers: () => void;
}

/** The scope in which the functions of a template are resolved during a deployment; it records the exports that are used. */
export function phaseScope(
  { place, stack, operation }: Phase,
  template: Template,
): Scope {
  const { imports, input, parameters } = operation;
  return stackScope({
    place,
    stack,
    notificationArns: input.notificationArns,
    template,
    parameters,
    resource: logicalId => stack.resources[logicalId],
    onImport: name => {
      if (!imports.includes(name)) {
        imports.push(name);
      }
    },
  });
}
