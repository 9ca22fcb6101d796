import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { PlatformService } from '../compute/platform-service';
import { constructId } from '../shared/names';
import { Panel, row } from './panel';

/** Percent of CPU or memory at which tasks are too few, or too small. */
const FULL_PERCENT = 90;

/**
 * A service: what its tasks use, how many are healthy, how it answers.
 *
 * @param name - name of the service
 * @param service - the service
 */
export function servicePanel(
  name: string,
  { service, targetGroup }: PlatformService,
): Panel {
  const cpu = service.metricCpuUtilization();
  const memory = service.metricMemoryUtilization();
  const unhealthy = targetGroup.metrics.unhealthyHostCount();
  return {
    title: `Service ${name}`,
    rows: [
      row(
        ['CPU and memory in %', [cpu, memory]],
        ['Tasks', [targetGroup.metrics.healthyHostCount(), unhealthy]],
        [
          'Requests and latency in s',
          [targetGroup.metrics.requestCountPerTarget()],
          [targetGroup.metrics.targetResponseTime()],
        ],
      ),
    ],
    watches: [
      {
        id: constructId('Unhealthy', name),
        metric: unhealthy,
        threshold: 1,
        comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        meaning: `Tasks of the service ${name} are not healthy`,
        runbook: 'service-unhealthy',
      },
      {
        id: constructId('Cpu', name),
        metric: cpu,
        threshold: FULL_PERCENT,
        meaning: `The service ${name} has no CPU to spare`,
        runbook: 'service-load',
      },
      {
        id: constructId('Memory', name),
        metric: memory,
        threshold: FULL_PERCENT,
        meaning: `The service ${name} has no memory to spare`,
        runbook: 'service-load',
      },
    ],
  };
}
