import { AwsError, validationError } from '../../errors';
import type { Engine } from '../../cloudformation/engine';
import type { QueryParameters } from '../../protocols/query';
import type { Place } from '../../state/place';
import type { ChangeSetRecord, StackRecord } from '../../state/records';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import { createChangeSet } from './createChangeSet';
import { requireNamedStack, requireStack } from './input';
import { presentChangeSet } from './presentChangeSet';

/**
 * How long an execution is waited for before it is answered, in milliseconds: about what AWS takes to answer. The CDK toolkit looks at a stack
 * at once, and then only after a while, which is five seconds when it bootstraps an account.
 */
const ANSWER_MS = 1_000;

/** The operations on change sets. */
export function changeSetOperations(
  context: ServiceContext,
): Record<string, QueryOperation> {
  const { engine, state } = context;
  return {
    CreateChangeSet: (parameters, place) =>
      createChangeSet(context, parameters, place),
    DescribeChangeSet: (parameters, place) => {
      const { stack, changeSet } = requireChangeSet(place, parameters);
      return presentChangeSet(stack, changeSet, parameters);
    },
    ListChangeSets: (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      return {
        Summaries: stack.changeSets.map(changeSet => ({
          StackId: stack.id,
          StackName: stack.name,
          ChangeSetId: changeSet.id,
          ChangeSetName: changeSet.name,
          ExecutionStatus: changeSet.executionStatus,
          Status: changeSet.status,
          StatusReason: changeSet.statusReason,
          CreationTime: changeSet.createdAt,
          Description: changeSet.description,
        })),
      };
    },
    ExecuteChangeSet: async (parameters, place) => {
      const { stack, changeSet } = requireChangeSet(place, parameters);
      const token = parameters.text('ClientRequestToken');
      if (token === undefined || changeSet.executionToken !== token) {
        executeChangeSet(engine, parameters, place, { stack, changeSet });
      }
      await state.flush();
      await engine.settleWithin(stack, ANSWER_MS);
      return {};
    },
    DeleteChangeSet: async (parameters, place) => {
      const found = findChangeSet(place, parameters);
      if (found) {
        found.stack.changeSets = found.stack.changeSets.filter(
          one => one !== found.changeSet,
        );
        state.saveStack(place, found.stack);
        await state.flush();
      }
      return {};
    },
  };
}

/** A change set with its stack. */
interface FoundChangeSet {
  readonly stack: StackRecord;
  readonly changeSet: ChangeSetRecord;
}

function executeChangeSet(
  engine: Engine,
  parameters: QueryParameters,
  place: Place,
  { stack, changeSet }: FoundChangeSet,
): void {
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw new AwsError(
      'InvalidChangeSetStatus',
      `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${changeSet.executionStatus}]`,
    );
  }
  const { input, express } = changeSet;
  const token = parameters.text('ClientRequestToken');
  const onFailure =
    changeSet.onFailure ??
    (parameters.flag('DisableRollback') ? 'DO_NOTHING' : 'ROLLBACK');
  // The template is resolved again, because values in the Parameter Store may have changed.
  const wanted = engine.prepare(place, input);
  stack.disableRollback = onFailure === 'DO_NOTHING';
  const options = { token, onFailure, express };
  if (stack.status === 'REVIEW_IN_PROGRESS') {
    engine.create(place, stack, wanted, options);
  } else {
    engine.update(place, stack, wanted, options);
  }
  changeSet.executionStatus = 'EXECUTE_COMPLETE';
  changeSet.executionToken = token;
  // CloudFormation deletes the other change sets of the stack, which are outdated now.
  stack.changeSets = [changeSet];
}

/** @throws AwsError `ValidationError` when the stack does not exist or is not named, `ChangeSetNotFound` */
function requireChangeSet(
  place: Place,
  parameters: QueryParameters,
): FoundChangeSet {
  const found = findChangeSet(place, parameters);
  if (found) {
    return found;
  }
  const name = parameters.text('ChangeSetName');
  if (parameters.has('StackName')) {
    requireNamedStack(place, parameters.text('StackName'));
  } else if (!name?.startsWith('arn:')) {
    throw validationError(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  }
  throw new AwsError(
    'ChangeSetNotFound',
    `ChangeSet [${name}] does not exist`,
    404,
  );
}

function findChangeSet(
  place: Place,
  parameters: QueryParameters,
): FoundChangeSet | undefined {
  const name = parameters.text('ChangeSetName') ?? '';
  const stackName = parameters.text('StackName');
  const stacks =
    stackName === undefined
      ? [...place.stacks.values()]
      : [place.findStack(stackName)];
  for (const stack of stacks) {
    const changeSet = stack?.changeSets.find(
      one => one.id === name || (one.name === name && stackName !== undefined),
    );
    if (stack && changeSet) {
      return { stack, changeSet };
    }
  }
  return undefined;
}
