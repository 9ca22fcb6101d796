import { Duration } from 'aws-cdk-lib';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCondition,
  SslPolicy,
  UnauthenticatedAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AuthenticateCognitoAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2-actions';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { Definition, platformId } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledge } from '../shared/acknowledge';
import { environmentProfile } from '../shared/environment';
import { nothingHere, UNPROTECTED_BALANCER } from './answers';
import { PlatformDomain } from './platform-domain';
import { WebFirewall } from './web-firewall';

/** Properties of a {@link PublicIngress}. */
export interface PublicIngressProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; the load balancer is placed in its public tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Where access logs go. */
  readonly accessLogs: IBucket;
  /** Where the firewall logs. */
  readonly firewallLogs: ILogGroup;
  /**
   * The name of the platform.
   *
   * @default - it is reached by the load balancer's own name, without TLS
   */
  readonly domain?: PlatformDomain;
  /**
   * The users who may sign in, which they do at the load balancer if there is TLS.
   *
   * @default - there is no sign-in
   */
  readonly users?: UserDirectory;
}

/** Seconds that a request may take: agents think for a while before they answer. */
const IDLE_SECONDS = 120;

/** Hours after which people sign in again. */
const SESSION_HOURS = 8;

/**
 * The public entry point of the platform: a load balancer over all zones behind a firewall. With a domain it speaks TLS
 * under the domain's name and signs people in; without one it speaks plain HTTP, which only dev and staging allow.
 */
export class PublicIngress extends Construct {
  /** The load balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The firewall in front of it. */
  readonly firewall: WebFirewall;
  /** The listener to which services add their paths. */
  readonly listener: ApplicationListener;
  /** Where people reach the platform. */
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicIngressProps,
  ) {
    super(scope, id);
    const { domain } = props;
    this.loadBalancer = this.makeLoadBalancer();
    this.firewall = new WebFirewall(this, 'Firewall', {
      name: platformId(props.definition),
      loadBalancerArn: this.loadBalancer.loadBalancerArn,
      logGroup: props.firewallLogs,
    });
    if (domain) {
      this.listener = this.listenSecurely(domain);
      domain.pointTo('Public', domain.name, this.loadBalancer);
      domain.pointTo('Www', domain.wwwName, this.loadBalancer);
      this.url = `https://${domain.name}`;
    } else {
      this.listener = this.listenPlainly();
      this.url = `http://${this.loadBalancer.loadBalancerDnsName}`;
    }
  }

  /**
   * Adds sign-in before an action, where there are users and TLS.
   *
   * @param next - the action for those who have signed in
   */
  signedIn(next: ListenerAction): ListenerAction {
    const { users, domain } = this.props;
    if (!users || !domain) {
      return next;
    }
    return new AuthenticateCognitoAction({
      userPool: users.userPool,
      userPoolClient: users.client,
      userPoolDomain: users.domain,
      scope: 'openid email profile',
      sessionTimeout: Duration.hours(SESSION_HOURS),
      onUnauthenticatedRequest: UnauthenticatedAction.AUTHENTICATE,
      next,
    });
  }

  private makeLoadBalancer(): ApplicationLoadBalancer {
    const { definition, network, securityGroups, accessLogs } = this.props;
    const { protect } = environmentProfile(definition);
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: { subnets: network.tier('public') },
      internetFacing: true,
      securityGroup: securityGroups.of('publicLoadBalancer'),
      idleTimeout: Duration.seconds(IDLE_SECONDS),
      dropInvalidHeaderFields: true,
      deletionProtection: protect,
    });
    loadBalancer.logAccessLogs(accessLogs, 'public-load-balancer');
    if (!protect) {
      acknowledge(loadBalancer, ...UNPROTECTED_BALANCER);
    }
    return loadBalancer;
  }

  private listenSecurely(domain: PlatformDomain): ApplicationListener {
    const redirect = this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: ListenerAction.redirect({
        protocol: 'HTTPS',
        port: '443',
        permanent: true,
      }),
    });
    acknowledge(
      redirect,
      'This listener does nothing but lead to the one that speaks TLS.',
      'NIST.800.53.R5-ELBv2ACMCertificateRequired',
    );
    const listener = this.loadBalancer.addListener('Https', {
      port: 443,
      open: false,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [domain.certificate],
      sslPolicy: SslPolicy.TLS13_RES,
      defaultAction: this.signedIn(nothingHere()),
    });
    listener.addAction('Www', {
      priority: 1,
      conditions: [ListenerCondition.hostHeaders([domain.wwwName])],
      action: ListenerAction.redirect({ host: domain.name, permanent: true }),
    });
    return listener;
  }

  private listenPlainly(): ApplicationListener {
    const listener = this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: nothingHere(),
    });
    acknowledge(
      listener,
      'Without a domain there is no certificate; the definition takes that outside prod alone.',
      'NIST.800.53.R5-ELBv2ACMCertificateRequired',
      'NIST.800.53.R5-ALBHttpToHttpsRedirection',
      'CKV_AWS_2',
      'CKV_AWS_103',
    );
    return listener;
  }
}
