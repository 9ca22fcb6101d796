import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { environmentProfile } from '../shared/environment';

/** What an {@link InternalIngress} is told. */
export interface InternalIngressProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; the load balancer stands in its application tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Where access logs go. */
  readonly accessLogs: IBucket;
}

/** The load balancer by which services and agents reach services, over all zones and never from outside. */
export class InternalIngress extends Construct {
  /** The load balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The listener to which services add their paths. */
  readonly listener: ApplicationListener;

  constructor(scope: Construct, id: string, props: InternalIngressProps) {
    super(scope, id);
    const { definition, network, securityGroups } = props;
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: { subnets: network.tier('application') },
      internetFacing: false,
      securityGroup: securityGroups.of('internalLoadBalancer'),
      dropInvalidHeaderFields: true,
      deletionProtection: environmentProfile(definition).protect,
    });
    this.loadBalancer.logAccessLogs(props.accessLogs, 'internal-load-balancer');
    this.listener = this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: ListenerAction.fixedResponse(404, {
        contentType: 'text/plain',
        messageBody: 'There is nothing here.',
      }),
    });
  }
}
