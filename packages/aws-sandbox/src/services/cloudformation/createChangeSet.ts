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
import type { ServiceContext } from '../service';
import {
  failureOption,
  isExpress,
  requireNamedStack,
  stackInput,
} from './input';

/** The reason of a change set without changes, in CloudFormation's words. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * Creates a change set for a new or an existing stack.
 *
 * @returns the members of the response
 * @throws AwsError `ValidationError` for an invalid request, `AlreadyExistsException`
 */
export async function createChangeSet(
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

/** The stack of a change set; a new one is added for the type `CREATE`. */
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
