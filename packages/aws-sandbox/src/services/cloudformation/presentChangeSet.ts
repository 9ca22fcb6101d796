import type { XmlValue } from '../../protocols/xml';
import type {
  ChangeRecord,
  ChangeSetRecord,
  StackRecord,
} from '../../state/records';
import type { QueryParameters } from '../../protocols/query';
import { pageFor } from './paging';
import { presentParameters, presentTags } from './present';

/**
 * A change set as `DescribeChangeSet` shows it.
 *
 * @param parameters - say which page of its changes
 */
export function presentChangeSet(
  stack: StackRecord,
  changeSet: ChangeSetRecord,
  parameters: QueryParameters,
): { [name: string]: XmlValue } {
  const { items, nextToken } = pageFor(parameters, changeSet.changes);
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    Parameters: presentParameters({
      input: changeSet.input,
      result: { parameters: changeSet.parameters, outputs: [], imports: [] },
    }),
    CreationTime: changeSet.createdAt,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    NotificationARNs: changeSet.input.notificationArns,
    RollbackConfiguration: {},
    Capabilities: changeSet.input.capabilities,
    Tags: presentTags(changeSet.input.tags),
    Changes: items.map(presentChange),
    NextToken: nextToken,
    IncludeNestedStacks: false,
    OnStackFailure: changeSet.onFailure,
  };
}

function presentChange(change: ChangeRecord): XmlValue {
  return {
    Type: 'Resource',
    ResourceChange: {
      PolicyAction: change.policyAction,
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: [...new Set(change.details.map(detail => detail.attribute))],
      Details: change.details.map(detail => ({
        Target: {
          Attribute: detail.attribute,
          Name: detail.name,
          RequiresRecreation: detail.requiresRecreation,
        },
        Evaluation: detail.evaluation,
        ChangeSource: detail.source,
        CausingEntity: detail.cause,
      })),
    },
  };
}
