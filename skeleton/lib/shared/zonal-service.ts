import { Duration } from 'aws-cdk-lib';
import {
  FargateService,
  FargateTaskDefinition,
  ICluster,
  PropagatedTagSource,
  ScalableTaskCount,
} from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';

/** Properties of a {@link ZonalService}. */
export interface ZonalServiceProps {
  /** The cluster that runs its tasks. */
  readonly cluster: ICluster;
  /** The definition of its tasks. */
  readonly taskDefinition: FargateTaskDefinition;
  /** The network; tasks run in its application tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Number of tasks under little load. */
  readonly desiredCount: number;
}

/**
 * Tasks on Fargate over all zones. A deployment that does not become healthy is rolled back, and during one no task is
 * missing; under load there are up to four times as many.
 */
export class ZonalService extends FargateService {
  /** Adds and removes tasks: by their CPU, and by whatever else is added to it. */
  readonly scaling: ScalableTaskCount;

  constructor(scope: Construct, id: string, props: ZonalServiceProps) {
    const { network, securityGroups, desiredCount } = props;
    super(scope, id, {
      cluster: props.cluster,
      taskDefinition: props.taskDefinition,
      desiredCount,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
      vpcSubnets: { subnets: network.tier('application') },
      securityGroups: [securityGroups.of('services')],
      enableECSManagedTags: true,
      propagateTags: PropagatedTagSource.SERVICE,
      enableExecuteCommand: false,
    });
    this.scaling = this.autoScaleTaskCount({
      minCapacity: desiredCount,
      maxCapacity: desiredCount * 4,
    });
    this.scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  }
}
