import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Panel, row } from './panel';

/** Percent of CPU or memory at which tasks are too few, or too small. */
const FULL_PERCENT = 90;

/** Properties of {@link servicePanel}. */
export interface ServicePanelProps {
  /** Name of the service. */
  readonly name: string;
  /** Suffix of the construct ids of its alarms. */
  readonly id: string;
  /** The service. */
  readonly service: FargateService;
  /** Its target group. */
  readonly targetGroup: ApplicationTargetGroup;
  /** The load balancer that sends it requests. */
  readonly loadBalancer: ApplicationLoadBalancer;
}

/**
 * A service: what its tasks use, how many are healthy, how it answers.
 *
 * @param props - the service
 */
export function servicePanel(props: ServicePanelProps): Panel {
  const { name, id, service, targetGroup, loadBalancer } = props;
  const cpu = service.metricCpuUtilization();
  const memory = service.metricMemoryUtilization();
  const { metrics } = targetGroup;
  const behind = {
    dimensionsMap: {
      LoadBalancer: loadBalancer.loadBalancerFullName,
      TargetGroup: targetGroup.targetGroupFullName,
    },
  };
  const unhealthy = metrics.unhealthyHostCount(behind);
  return {
    title: `Service ${name}`,
    rows: [
      row(
        ['CPU and memory in %', [cpu, memory]],
        ['Tasks', [metrics.healthyHostCount(behind), unhealthy]],
        [
          'Requests and latency in s',
          [metrics.requestCountPerTarget(behind)],
          [metrics.targetResponseTime(behind)],
        ],
      ),
    ],
    watches: [
      {
        id: `Unhealthy${id}`,
        metric: unhealthy,
        threshold: 1,
        comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        meaning: `Tasks of the service ${name} are not healthy`,
        runbook: 'service-unhealthy',
      },
      {
        id: `Cpu${id}`,
        metric: cpu,
        threshold: FULL_PERCENT,
        meaning: `The service ${name} has no CPU to spare`,
        runbook: 'service-load',
      },
      {
        id: `Memory${id}`,
        metric: memory,
        threshold: FULL_PERCENT,
        meaning: `The service ${name} has no memory to spare`,
        runbook: 'service-load',
      },
    ],
  };
}
