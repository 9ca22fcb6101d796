import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { internalPort, SecurityGroups } from '../network/security-groups';
import { acknowledge } from '../shared/acknowledge';
import { environmentProfile } from '../shared/environment';
import { nothingHere, UNPROTECTED_BALANCER } from './answers';
import { PlatformDomain } from './platform-domain';

/** Properties of an {@link InternalIngress}. */
export interface InternalIngressProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; the load balancer is placed in its application tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Where access logs go. */
  readonly accessLogs: IBucket;
  /**
   * The name of the platform.
   *
   * @default - services speak plain HTTP inside the network
   */
  readonly domain?: PlatformDomain;
}

/** The load balancer by which services and agents reach services, over all zones and never from outside. */
export class InternalIngress extends Construct {
  /** The load balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The listener to which services add their paths. */
  readonly listener: ApplicationListener;
  /** Where services reach each other. */
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InternalIngressProps,
  ) {
    super(scope, id);
    const { domain } = props;
    this.loadBalancer = this.makeLoadBalancer();
    this.listener = this.loadBalancer.addListener('Services', {
      port: internalPort(props.definition),
      open: false,
      defaultAction: nothingHere(),
      ...(domain
        ? {
            protocol: ApplicationProtocol.HTTPS,
            certificates: [domain.certificate],
            sslPolicy: SslPolicy.TLS13_RES,
          }
        : { protocol: ApplicationProtocol.HTTP }),
    });
    if (domain) {
      domain.pointTo('Internal', domain.internalName, this.loadBalancer);
      this.url = `https://${domain.internalName}`;
    } else {
      this.url = `http://${this.loadBalancer.loadBalancerDnsName}`;
      acknowledge(
        this.listener,
        'Without a domain there is no certificate; this traffic never leaves the network.',
        'NIST.800.53.R5-ELBv2ACMCertificateRequired',
        'NIST.800.53.R5-ALBHttpToHttpsRedirection',
        'CKV_AWS_2',
        'CKV_AWS_103',
      );
    }
  }

  private makeLoadBalancer(): ApplicationLoadBalancer {
    const { definition, network, securityGroups, accessLogs } = this.props;
    const { protect } = environmentProfile(definition);
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: { subnets: network.tier('application') },
      internetFacing: false,
      securityGroup: securityGroups.of('internalLoadBalancer'),
      dropInvalidHeaderFields: true,
      deletionProtection: protect,
    });
    loadBalancer.logAccessLogs(accessLogs, 'internal-load-balancer');
    acknowledge(
      loadBalancer,
      'Nothing from outside reaches this load balancer; the firewall stands at the public one.',
      'NIST.800.53.R5-ALBWAFEnabled',
    );
    if (!protect) {
      acknowledge(loadBalancer, ...UNPROTECTED_BALANCER);
    }
    return loadBalancer;
  }
}
