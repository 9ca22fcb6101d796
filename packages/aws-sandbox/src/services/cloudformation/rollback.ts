import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import { requireStack } from './input';

/** The operations that roll back updates. */
export function rollbackOperations({
  engine,
  state,
}: ServiceContext): Record<string, QueryOperation> {
  return {
    CancelUpdateStack: (parameters, place) => {
      engine.cancelUpdate(requireStack(place, parameters.text('StackName')));
      return {};
    },
    RollbackStack: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      engine.rollBack(place, stack, {
        token: parameters.text('ClientRequestToken'),
        onFailure: 'ROLLBACK',
      });
      await state.flush();
      return { StackId: stack.id };
    },
    ContinueUpdateRollback: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      engine.continueRollback(
        place,
        stack,
        parameters
          .list('ResourcesToSkip')
          .map(id => id.split('.').at(-1) ?? id),
        {
          token: parameters.text('ClientRequestToken'),
          onFailure: 'ROLLBACK',
        },
      );
      await state.flush();
      return {};
    },
  };
}
