import { randomUUID } from 'node:crypto';
import { validationError } from '../../errors';
import type { XmlValue } from '../../protocols/xml';
import type { StackRecord } from '../../state/records';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import { requireStack } from './input';

/** The operations that look for drift: whether resources still are as their stack made them. */
export function driftOperations({
  state,
}: ServiceContext): Record<string, QueryOperation> {
  return {
    DetectStackDrift: async (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      detectDrift(stack);
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
        StackResourceDrifts: presentDrifts(stack, wanted),
      };
    },
  };
}

function detectDrift(stack: StackRecord): void {
  const at = new Date().toISOString();
  stack.drift = {
    detectionId: randomUUID(),
    at,
    status: 'IN_SYNC',
    resources: Object.fromEntries(
      Object.values(stack.resources).map(({ logicalId }) => [
        logicalId,
        { status: 'IN_SYNC', at },
      ]),
    ),
  };
}

function presentDrifts(stack: StackRecord, wanted: string[]): XmlValue {
  return Object.entries(stack.drift?.resources ?? {})
    .filter(([, { status }]) => wanted.length === 0 || wanted.includes(status))
    .flatMap(([logicalId, { status, at }]) => {
      const resource = stack.resources[logicalId];
      return resource
        ? [
            {
              StackId: stack.id,
              LogicalResourceId: logicalId,
              PhysicalResourceId: resource.physicalId,
              ResourceType: resource.type,
              ExpectedProperties: JSON.stringify(resource.properties),
              ActualProperties: JSON.stringify(resource.properties),
              PropertyDifferences: [],
              StackResourceDriftStatus: status,
              Timestamp: at,
            },
          ]
        : [];
    });
}
