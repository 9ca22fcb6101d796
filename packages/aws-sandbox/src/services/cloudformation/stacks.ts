import { AwsError, validationError } from '../../errors';
import { canonicalJson } from '../../json';
import { changesOf, sameBesideResources } from '../../cloudformation/changes';
import { assertUpdatable } from '../../cloudformation/preconditions';
import type { QueryParameters } from '../../protocols/query';
import type { StackRecord } from '../../state/records';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import {
  failureOption,
  isExpress,
  requireNamedStack,
  requireStack,
  stackInput,
} from './input';

/** The operations that create, update and delete stacks. */
export function stackOperations(
  context: ServiceContext,
): Record<string, QueryOperation> {
  const { engine, state } = context;
  return {
    CreateStack: async (parameters, place) => {
      const name = parameters.text('StackName') ?? '';
      const token = parameters.text('ClientRequestToken');
      const existing = place.findStack(name);
      if (existing && isRepeated(existing, token, parameters)) {
        return { StackId: existing.id };
      }
      if (existing) {
        throw new AwsError(
          'AlreadyExistsException',
          `Stack [${name}] already exists`,
        );
      }
      const input = await stackInput(context, parameters);
      const wanted = engine.prepare(place, input);
      const stack = engine.addStack(place, name, input, 'CREATE_IN_PROGRESS');
      stack.terminationProtection = parameters.flag(
        'EnableTerminationProtection',
      );
      const onFailure = failureOption(parameters);
      stack.disableRollback = onFailure === 'DO_NOTHING';
      remember(stack, token, parameters);
      engine.create(place, stack, wanted, {
        token,
        onFailure,
        express: isExpress(parameters),
      });
      await state.flush();
      return { StackId: stack.id };
    },
    UpdateStack: async (parameters, place) => {
      const stack = requireNamedStack(place, parameters.text('StackName'));
      const token = parameters.text('ClientRequestToken');
      if (isRepeated(stack, token, parameters)) {
        return { StackId: stack.id };
      }
      assertUpdatable(stack);
      const input = await stackInput(context, parameters, stack);
      const wanted = engine.prepare(place, input);
      const changes = changesOf(place, stack, wanted);
      if (changes.length === 0 && sameBesideResources(stack.input, input)) {
        throw validationError('No updates are to be performed.');
      }
      remember(stack, token, parameters);
      engine.update(place, stack, wanted, {
        token,
        onFailure: failureOption(parameters),
        express: isExpress(parameters),
      });
      await state.flush();
      return { StackId: stack.id };
    },
    DeleteStack: async (parameters, place) => {
      const stack = place.findStack(parameters.text('StackName') ?? '');
      if (!stack || stack.status === 'DELETE_COMPLETE') {
        return {};
      }
      await engine.delete(place, stack, {
        retain: parameters.list('RetainResources'),
        force: parameters.text('DeletionMode') === 'FORCE_DELETE_STACK',
        token: parameters.text('ClientRequestToken'),
        onFailure: 'DO_NOTHING',
        express: isExpress(parameters),
      });
      await state.flush();
      return {};
    },
    UpdateTerminationProtection: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      stack.terminationProtection = parameters.flag(
        'EnableTerminationProtection',
      );
      state.saveStack(place, stack);
      await state.flush();
      return { StackId: stack.id };
    },
    SetStackPolicy: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      stack.policy = parameters.text('StackPolicyBody');
      state.saveStack(place, stack);
      await state.flush();
      return {};
    },
    GetStackPolicy: (parameters, place) => ({
      StackPolicyBody: requireStack(place, parameters.text('StackName')).policy,
    }),
  };
}

/**
 * Whether the same request was made before with the same client request token.
 *
 * @throws AwsError when the token was used for another request
 */
function isRepeated(
  stack: StackRecord,
  token: string | undefined,
  parameters: QueryParameters,
): boolean {
  const seen = token === undefined ? undefined : stack.tokens[token];
  if (seen !== undefined && seen !== fingerprint(parameters)) {
    throw new AwsError(
      'TokenAlreadyExistsException',
      `A client request token already exists: ${token}`,
    );
  }
  return seen !== undefined;
}

function remember(
  stack: StackRecord,
  token: string | undefined,
  parameters: QueryParameters,
): void {
  if (token !== undefined) {
    stack.tokens[token] = fingerprint(parameters);
  }
}

function fingerprint(parameters: QueryParameters): string {
  return canonicalJson([
    parameters.action,
    parameters.text('TemplateURL') ?? parameters.text('TemplateBody') ?? '',
  ]);
}
