import type { Place } from '../../state/place';
import type { OperationRecord, StackRecord } from '../../state/records';
import { stackScope } from '../scope';
import type { Scope, Template } from '../template';
import type { ResourceWork } from './resourceWork';
import type { Transitions } from './transitions';

/** What a phase of an operation works with. */
export interface Phase {
  readonly place: Place;
  readonly stack: StackRecord;
  readonly operation: OperationRecord;
  readonly work: ResourceWork;
  /** What the phase ends with. */
  readonly transitions: Transitions;
  /** Whether somebody else takes over from here: the phase then ends where it is. */
  readonly isOver: () => boolean;
  /** Cancels what the phase does with the other resources, now that one has failed. */
  readonly cancelOthers: () => void;
}

/** What the functions of a template are resolved against while the stack is deployed; exports that are used are noted as imports. */
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
