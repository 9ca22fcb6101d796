import { templateOf } from '../cloudformation/template';
import type { StackRecord } from '../state/records';

/** The progress of the current operation of a stack. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Counts the resources of a stack that its operation has completed. */
export function stackProgress(stack: StackRecord): Progress {
  const resources = Object.values(stack.resources);
  const { operation } = stack;
  if (operation?.phase === 'deploy') {
    return {
      done: resources.filter(
        ({ operationId, status }) =>
          operationId === operation.id && status.endsWith('_COMPLETE'),
      ).length,
      total: Object.keys(templateOf(operation.input).resources).length,
    };
  }
  return {
    done: resources.filter(({ status }) => /_(COMPLETE|SKIPPED)$/.test(status))
      .length,
    total: resources.length,
  };
}
