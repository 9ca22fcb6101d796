import { randomUUID } from 'node:crypto';
import { validationError } from '../../errors';
import type { XmlValue } from '../../protocols/xml';
import { asText } from '../../json';
import type { Effects } from '../../resources/effects';
import type { Place } from '../../state/place';
import type {
  DriftRecord,
  ResourceRecord,
  StackRecord,
} from '../../state/records';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import { requireStack } from './input';

/** The operations that detect drift: whether resources are still as their stack made them. */
export function driftOperations({
  effects,
  state,
}: ServiceContext): Record<string, QueryOperation> {
  return {
    DetectStackDrift: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      detectDrift(effects, place, stack);
      state.saveStack(place, stack);
      await state.flush();
      return { StackDriftDetectionId: stack.drift?.detectionId };
    },
    DescribeStackDriftDetectionStatus: (parameters, place) => {
      const id = parameters.text('StackDriftDetectionId');
      const stack = place
        .liveStacks()
        .find(one => one.drift?.detectionId === id);
      if (!stack?.drift) {
        throw validationError(`Drift detection ${id} does not exist`);
      }
      return {
        StackId: stack.id,
        StackDriftDetectionId: id,
        StackDriftStatus: stack.drift.status,
        DetectionStatus: 'DETECTION_COMPLETE',
        DriftedStackResourceCount: Object.values(stack.drift.resources).filter(
          ({ status }) => status !== 'IN_SYNC',
        ).length,
        Timestamp: stack.drift.at,
      };
    },
    DescribeStackResourceDrifts: (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      const wanted = parameters.list('StackResourceDriftStatusFilters');
      return {
        StackResourceDrifts: presentDrifts(place, stack, wanted),
      };
    },
  };
}

function detectDrift(effects: Effects, place: Place, stack: StackRecord): void {
  const at = new Date().toISOString();
  const resources: DriftRecord['resources'] = {};
  for (const resource of Object.values(stack.resources)) {
    const status = effects.driftOf(place, resource) ?? 'IN_SYNC';
    resources[resource.logicalId] = { status, at };
  }
  const inSync = Object.values(resources).every(
    ({ status }) => status === 'IN_SYNC',
  );
  stack.drift = {
    detectionId: randomUUID(),
    at,
    status: inSync ? 'IN_SYNC' : 'DRIFTED',
    resources,
  };
}

function presentDrifts(
  place: Place,
  stack: StackRecord,
  wanted: string[],
): XmlValue {
  return Object.entries(stack.drift?.resources ?? {})
    .filter(([, { status }]) => wanted.length === 0 || wanted.includes(status))
    .flatMap(([logicalId, drift]) => {
      const resource = stack.resources[logicalId];
      return resource
        ? [{ StackId: stack.id, ...presentDrift(place, resource, drift) }]
        : [];
    });
}

function presentDrift(
  place: Place,
  resource: ResourceRecord,
  { status, at }: DriftRecord['resources'][string],
): { [name: string]: XmlValue } {
  const { logicalId, physicalId, properties, type } = resource;
  const isModified = status === 'MODIFIED';
  const actual = actualValue(place, resource);
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ExpectedProperties: JSON.stringify(properties),
    ActualProperties: JSON.stringify({
      ...properties,
      ...(isModified && { Value: actual }),
    }),
    PropertyDifferences: isModified
      ? [
          {
            PropertyPath: '/Value',
            ExpectedValue: asText(properties.Value),
            ActualValue: actual,
            DifferenceType: 'NOT_EQUAL',
          },
        ]
      : [],
    StackResourceDriftStatus: status,
    Timestamp: at,
  };
}

/** The actual value of a parameter, the only type of resource that can be modified outside of its stack. */
function actualValue(place: Place, { physicalId }: ResourceRecord): string {
  return place.parameters.get(physicalId ?? '')?.value ?? '';
}
