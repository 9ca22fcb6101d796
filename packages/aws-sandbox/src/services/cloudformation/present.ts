import { asText, Json } from '../../json';
import { templateOf } from '../../cloudformation/template';
import type { XmlValue } from '../../protocols/xml';
import type {
  EventRecord,
  ResourceRecord,
  StackRecord,
} from '../../state/records';

/** Tags as CloudFormation lists them. */
export function presentTags(tags: Record<string, string>): XmlValue {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** A stack as `DescribeStacks` shows it. */
export function presentStack(stack: StackRecord): { [name: string]: XmlValue } {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: stack.changeSets.at(-1)?.id,
    Description: stack.input.description,
    Parameters: presentParameters(stack),
    CreationTime: stack.createdAt,
    DeletionTime: stack.deletedAt,
    LastUpdatedTime: stack.updatedAt,
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: stack.input.notificationArns,
    Capabilities: stack.input.capabilities,
    Outputs: stack.result.outputs.map(output => ({
      OutputKey: output.key,
      OutputValue: output.value,
      Description: output.description,
      ExportName: output.exportName,
    })),
    RoleARN: stack.input.roleArn,
    Tags: presentTags(stack.input.tags),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: {
      StackDriftStatus: stack.drift?.status ?? 'NOT_CHECKED',
      LastCheckTimestamp: stack.drift?.at,
    },
  };
}

/** The parameters of a stack; secret values are masked, those of the parameter store also shown resolved. */
export function presentParameters(
  stack: Pick<StackRecord, 'input' | 'result'>,
): XmlValue {
  const declarations = templateOf(stack.input).parameters;
  return Object.entries(declarations).map(([name, declaration]) => {
    const given = stack.input.parameters[name] ?? declaration.default ?? '';
    const resolved = stack.result.parameters[name];
    return {
      ParameterKey: name,
      ParameterValue: declaration.noEcho ? '****' : given,
      ResolvedValue:
        declaration.type.startsWith('AWS::SSM::') && !declaration.noEcho
          ? [resolved].flat().map(asText).join(',')
          : undefined,
    };
  });
}

/** A resource as the `…Resource…` operations show it. */
export function presentResource(
  stack: StackRecord,
  resource: ResourceRecord,
): { [name: string]: XmlValue } {
  const drift = stack.drift?.resources[resource.logicalId];
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: resource.updatedAt,
    LastUpdatedTimestamp: resource.updatedAt,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: {
      StackResourceDriftStatus: drift?.status ?? 'NOT_CHECKED',
      LastCheckTimestamp: drift?.at,
    },
  };
}

/** An event as `DescribeStackEvents` shows it. */
export function presentEvent(
  stack: StackRecord,
  event: EventRecord,
): { [name: string]: XmlValue } {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: jsonText(event.properties),
    ClientRequestToken: event.token,
  };
}

/** A value as JSON text; nothing when there is none. */
export function jsonText(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
