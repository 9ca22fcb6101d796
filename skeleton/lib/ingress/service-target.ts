import { Duration } from 'aws-cdk-lib';
import {
  ApplicationProtocol,
  ApplicationTargetGroup,
  IApplicationLoadBalancerTarget,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';

/**
 * A target group must have a port, but each task registers with its own: with a constant one, a service can change its port
 * in place.
 */
const ANY_PORT = 80;

/** Properties of a {@link ServiceTarget}. */
export interface ServiceTargetProps {
  /** The network. */
  readonly network: PlatformVpc;
  /** The tasks that take requests. */
  readonly service: IApplicationLoadBalancerTarget;
  /** Path that answers 200 while a task is healthy. */
  readonly healthCheckPath: string;
}

/**
 * The tasks of a service behind a load balancer: one that fails two checks, 15 s apart, gets no requests until it is
 * healthy again.
 */
export class ServiceTarget extends ApplicationTargetGroup {
  constructor(scope: Construct, id: string, props: ServiceTargetProps) {
    super(scope, id, {
      vpc: props.network.vpc,
      port: ANY_PORT,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      targets: [props.service],
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: props.healthCheckPath,
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
  }
}
