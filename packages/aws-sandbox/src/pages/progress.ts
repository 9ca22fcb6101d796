import { templateOf } from '../cloudformation/template';
import type { StackRecord } from '../state/records';

/** How far the present operation of a stack has come. */
export interface Progress {
  done: number;
  total: number;
}

/** Counts the resources of a stack that are where its operation wants them. */
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
