import { randomUUID } from 'node:crypto';
import { AwsError, messageOf, validationError } from '../../errors';
import { changesOf, sameBesideResources } from '../../cloudformation/changes';
import type { Engine } from '../../cloudformation/engine';
import type { Wanted } from '../../cloudformation/operations';
import {
  assertName,
  assertUpdatable,
} from '../../cloudformation/preconditions';
import type { QueryParameters } from '../../protocols/query';
import type { XmlValue } from '../../protocols/xml';
import type { Place } from '../../state/place';
import type { ChangeSetRecord, StackRecord } from '../../state/records';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import {
  failureOption,
  isExpress,
  requireNamedStack,
  requireStack,
  stackInput,
} from './input';
import { presentChangeSet } from './presentChangeSet';

/** The reason of a change set without changes, in CloudFormation's words. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

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
  // What is executed is what the template means now: values of the parameter store are read again.
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
  // CloudFormation deletes the other change sets of the stack: they no longer fit.
  stack.changeSets = [changeSet];
}

async function createChangeSet(
  context: ServiceContext,
  parameters: QueryParameters,
  place: Place,
): Promise<{ [name: string]: XmlValue }> {
  const { engine, state } = context;
  const stackName = parameters.text('StackName') ?? '';
  const type = typeOf(parameters);
  const existing = place.findStack(stackName);
  const name = parameters.text('ChangeSetName') ?? '';
  assertName('changeSetName', name);
  const token = parameters.text('ClientToken');
  const repeated = existing?.changeSets.find(
    one => one.name === name && token !== undefined && one.token === token,
  );
  if (existing && repeated) {
    await state.flush();
    return { Id: repeated.id, StackId: existing.id };
  }
  const input = await stackInput(context, parameters, existing);
  const wanted = engine.prepare(place, input);
  const stack = stackForChangeSet(engine, place, stackName, { type, input });
  if (stack.changeSets.some(one => one.name === name)) {
    throw new AwsError(
      'AlreadyExistsException',
      `ChangeSet ${name} already exists`,
    );
  }
  const changeSet = newChangeSet(place, parameters, {
    name,
    token,
    type,
    wanted,
  });
  fillChanges(place, stack, changeSet);
  stack.changeSets.push(changeSet);
  state.saveStack(place, stack);
  await state.flush();
  return { Id: changeSet.id, StackId: stack.id };
}

/** @throws AwsError `ValidationError` for a type that does not exist, or that the sandbox does not have */
function typeOf(parameters: QueryParameters): ChangeSetRecord['type'] {
  const type = parameters.text('ChangeSetType') ?? 'UPDATE';
  switch (type) {
    case 'CREATE':
    case 'UPDATE':
      return type;
    case 'IMPORT':
      throw validationError(
        'The sandbox does not import resources: the type of a change set can be CREATE or UPDATE.',
      );
    default:
      throw validationError(
        `1 validation error detected: Value '${type}' at 'changeSetType' failed to satisfy constraint: Member must satisfy enum value set: [IMPORT, UPDATE, CREATE]`,
      );
  }
}

function newChangeSet(
  place: Place,
  parameters: QueryParameters,
  {
    wanted,
    ...naming
  }: Pick<ChangeSetRecord, 'name' | 'token' | 'type'> & { wanted: Wanted },
): ChangeSetRecord {
  const express = isExpress(parameters);
  const isToldWhatToDo =
    express ||
    parameters.has('OnStackFailure') ||
    parameters.has('DisableRollback');
  return {
    ...naming,
    id: `arn:${place.partition}:cloudformation:${place.region}:${
      place.account
    }:changeSet/${naming.name}/${randomUUID()}`,
    description: parameters.text('Description'),
    createdAt: new Date().toISOString(),
    status: 'CREATE_COMPLETE',
    executionStatus: 'AVAILABLE',
    input: wanted.input,
    parameters: wanted.parameters,
    changes: [],
    onFailure: isToldWhatToDo ? failureOption(parameters) : undefined,
    express,
  };
}

/** The stack that a change set is for; a new one is made for the type `CREATE`. */
function stackForChangeSet(
  engine: Engine,
  place: Place,
  name: string,
  { type, input }: Pick<ChangeSetRecord, 'type' | 'input'>,
): StackRecord {
  const existing = place.findStack(name);
  if (type === 'CREATE') {
    if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
      throw validationError(
        `Stack [${name}] already exists and cannot be created again with the changeSet [${name}].`,
      );
    }
    return (
      existing ?? engine.addStack(place, name, input, 'REVIEW_IN_PROGRESS')
    );
  }
  const stack = requireNamedStack(place, name);
  assertUpdatable(stack);
  return stack;
}

function fillChanges(
  place: Place,
  stack: StackRecord,
  changeSet: ChangeSetRecord,
): void {
  const fail = (reason: string) => {
    changeSet.status = 'FAILED';
    changeSet.statusReason = reason;
    changeSet.executionStatus = 'UNAVAILABLE';
  };
  try {
    changeSet.changes = changesOf(place, stack, changeSet);
  } catch (error) {
    fail(messageOf(error));
    return;
  }
  if (
    changeSet.type !== 'CREATE' &&
    changeSet.changes.length === 0 &&
    sameBesideResources(stack.input, changeSet.input)
  ) {
    fail(NO_CHANGES);
  }
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

/** A change set with its stack. */
interface FoundChangeSet {
  stack: StackRecord;
  changeSet: ChangeSetRecord;
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
