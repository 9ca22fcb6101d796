import { validationError } from '../../errors';
import { exportsOf, importersOf } from '../../cloudformation/exports';
import type { Place } from '../../state/place';
import type { StackRecord } from '../../state/records';
import type { QueryOperation } from '../queryService';
import { requireNamedStack, requireStack } from './input';
import { PAGE, pageFor } from './paging';
import {
  jsonText,
  presentEvent,
  presentResource,
  presentStack,
} from './present';

/** The operations that show stacks, their resources, events and exports. */
export const stackQueries: Record<string, QueryOperation> = {
  DescribeStacks: (parameters, place) => {
    const name = parameters.text('StackName');
    const stacks =
      name === undefined
        ? newestFirst(place.liveStacks())
        : [requireStack(place, name)];
    const { items, nextToken } = pageFor(parameters, stacks);
    return { Stacks: items.map(presentStack), NextToken: nextToken };
  },
  ListStacks: (parameters, place) => {
    const wanted = parameters.list('StackStatusFilter');
    const stacks = newestFirst([...place.stacks.values()]).filter(
      ({ status }) => wanted.length === 0 || wanted.includes(status),
    );
    const { items, nextToken } = pageFor(parameters, stacks);
    return {
      StackSummaries: items.map(stack => ({
        StackId: stack.id,
        StackName: stack.name,
        TemplateDescription: stack.input.description,
        CreationTime: stack.createdAt,
        LastUpdatedTime: stack.updatedAt,
        DeletionTime: stack.deletedAt,
        StackStatus: stack.status,
        StackStatusReason: stack.statusReason,
        DriftInformation: {
          StackDriftStatus: stack.drift?.status ?? 'NOT_CHECKED',
        },
      })),
      NextToken: nextToken,
    };
  },
  DescribeStackEvents: (parameters, place) => {
    const stack = requireNamedStack(place, parameters.text('StackName'));
    const { items, nextToken } = pageFor(parameters, stack.events.toReversed());
    return {
      StackEvents: items.map(event => presentEvent(stack, event)),
      NextToken: nextToken,
    };
  },
  DescribeEvents: (parameters, place) => {
    const stack = requireStack(place, parameters.text('StackName'));
    const onlyFailed = parameters.flag('Filters.FailedEvents');
    const events = parameters.has('ChangeSetName')
      ? []
      : stack.events.filter(
          ({ status }) => !onlyFailed || status.endsWith('_FAILED'),
        );
    const { items, nextToken } = pageFor(parameters, events.toReversed());
    return {
      OperationEvents: items.map(event => ({
        ...presentEvent(stack, event),
        EventType: 'STACK_EVENT',
      })),
      NextToken: nextToken,
    };
  },
  ListHookResults: parameters => ({
    TargetType: parameters.text('TargetType'),
    TargetId: parameters.text('TargetId'),
    HookResults: [],
  }),
  DescribeStackResources: (parameters, place) => {
    const wanted = parameters.text('LogicalResourceId');
    const stack = stackOf(
      place,
      parameters.text('StackName'),
      parameters.text('PhysicalResourceId'),
    );
    return {
      StackResources: Object.values(stack.resources)
        .filter(({ logicalId }) => !wanted || logicalId === wanted)
        .slice(0, PAGE)
        .map(resource => presentResource(stack, resource)),
    };
  },
  DescribeStackResource: (parameters, place) => {
    const stack = requireStack(place, parameters.text('StackName'));
    const logicalId = parameters.text('LogicalResourceId') ?? '';
    const resource = stack.resources[logicalId];
    if (!resource) {
      throw validationError(
        `Resource ${logicalId} does not exist for stack ${stack.name}`,
      );
    }
    return {
      StackResourceDetail: {
        ...presentResource(stack, resource),
        Metadata: jsonText(resource.metadata),
      },
    };
  },
  ListStackResources: (parameters, place) => {
    const stack = requireStack(place, parameters.text('StackName'));
    const { items, nextToken } = pageFor(
      parameters,
      Object.values(stack.resources),
    );
    return {
      StackResourceSummaries: items.map(resource =>
        presentResource(stack, resource),
      ),
      NextToken: nextToken,
    };
  },
  ListExports: (parameters, place) => {
    const { items, nextToken } = pageFor(parameters, exportsOf(place));
    return {
      Exports: items.map(({ name, value, stack }) => ({
        ExportingStackId: stack.id,
        Name: name,
        Value: value,
      })),
      NextToken: nextToken,
    };
  },
  ListImports: (parameters, place) => {
    const name = parameters.text('ExportName') ?? '';
    const imports = importersOf(place, name);
    if (imports.length === 0) {
      throw validationError(`Export '${name}' is not imported by any stack.`);
    }
    return { Imports: imports };
  },
};

function stackOf(
  place: Place,
  name: string | undefined,
  physicalId: string | undefined,
): StackRecord {
  if (name === undefined && physicalId !== undefined) {
    const owner = place
      .resources()
      .find(({ resource }) => resource.physicalId === physicalId);
    if (!owner) {
      throw validationError(`Stack for ${physicalId} does not exist`);
    }
    return requireStack(place, owner.stackId);
  }
  return requireStack(place, name);
}

function newestFirst(stacks: StackRecord[]): StackRecord[] {
  return stacks.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}
