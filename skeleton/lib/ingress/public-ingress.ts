import { Duration } from 'aws-cdk-lib';
import {
  Certificate,
  CertificateValidation,
} from 'aws-cdk-lib/aws-certificatemanager';
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
import {
  ARecord,
  HostedZone,
  IHostedZone,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { Definition, domainName } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { environmentProfile } from '../shared/environment';
import { WebFirewall } from './web-firewall';

/** What a {@link PublicIngress} is told. */
export interface PublicIngressProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; the load balancer stands in its public tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Where access logs go. */
  readonly accessLogs: IBucket;
  /**
   * Who may come in. People sign in at the load balancer if there is TLS.
   *
   * @default - everybody
   */
  readonly users?: UserDirectory;
}

/** Seconds that a request may take: agents think for a while before they answer. */
const IDLE_SECONDS = 120;

/**
 * The door of the platform: a load balancer over all zones behind a firewall. With a domain it speaks TLS under the
 * domain's name and lets people sign in; without one it speaks plain HTTP, which only dev and staging accept.
 */
export class PublicIngress extends Construct {
  /** The load balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The listener to which services add their paths. */
  readonly listener: ApplicationListener;
  /** Where people reach the platform. */
  readonly url: string;
  /** The certificate, with a domain. */
  readonly certificate?: Certificate;

  private readonly users?: UserDirectory;

  constructor(scope: Construct, id: string, props: PublicIngressProps) {
    super(scope, id);
    const { definition, network, securityGroups } = props;
    this.users = props.users;
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: { subnets: network.tier('public') },
      internetFacing: true,
      securityGroup: securityGroups.of('publicLoadBalancer'),
      idleTimeout: Duration.seconds(IDLE_SECONDS),
      dropInvalidHeaderFields: true,
      deletionProtection: environmentProfile(definition).protect,
    });
    this.loadBalancer.logAccessLogs(props.accessLogs, 'public-load-balancer');
    new WebFirewall(this, 'Firewall', {
      loadBalancerArn: this.loadBalancer.loadBalancerArn,
    });

    const name = domainName(definition.domain);
    if (name) {
      const zone = this.hostedZone(definition);
      this.certificate = this.makeCertificate(name, zone);
      this.listener = this.listenSecurely(this.certificate);
      this.redirectToDomain(name);
      this.addRecords(name, zone);
      this.url = `https://${name}`;
    } else {
      this.listener = this.listenPlainly();
      this.url = `http://${this.loadBalancer.loadBalancerDnsName}`;
    }
  }

  /**
   * Puts sign-in before an action, where there are users and TLS.
   *
   * @param next - what follows for who has signed in
   */
  signedIn(next: ListenerAction): ListenerAction {
    if (!this.users || !this.certificate) {
      return next;
    }
    return new AuthenticateCognitoAction({
      userPool: this.users.userPool,
      userPoolClient: this.users.client,
      userPoolDomain: this.users.domain,
      scope: 'openid email profile',
      sessionTimeout: Duration.hours(8),
      onUnauthenticatedRequest: UnauthenticatedAction.AUTHENTICATE,
      next,
    });
  }

  private listenSecurely(certificate: Certificate): ApplicationListener {
    this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: ListenerAction.redirect({
        protocol: 'HTTPS',
        port: '443',
        permanent: true,
      }),
    });
    return this.loadBalancer.addListener('Https', {
      port: 443,
      open: false,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [certificate],
      sslPolicy: SslPolicy.TLS13_RES,
      defaultAction: this.signedIn(notFound()),
    });
  }

  private listenPlainly(): ApplicationListener {
    return this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: notFound(),
    });
  }

  private redirectToDomain(name: string): void {
    this.listener.addAction('Www', {
      priority: 1,
      conditions: [ListenerCondition.hostHeaders([`www.${name}`])],
      action: ListenerAction.redirect({ host: name, permanent: true }),
    });
  }

  private hostedZone({ domain }: Definition): IHostedZone {
    return HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId ?? '',
      zoneName: domain.hostedZoneName ?? '',
    });
  }

  private makeCertificate(name: string, zone: IHostedZone): Certificate {
    return new Certificate(this, 'Certificate', {
      domainName: name,
      subjectAlternativeNames: [`www.${name}`],
      validation: CertificateValidation.fromDns(zone),
    });
  }

  private addRecords(name: string, zone: IHostedZone): void {
    const target = RecordTarget.fromAlias(
      new LoadBalancerTarget(this.loadBalancer),
    );
    Object.entries({ Domain: name, WwwDomain: `www.${name}` }).forEach(
      ([id, recordName]) => {
        new ARecord(this, id, {
          zone,
          recordName: `${recordName}.`,
          target,
          comment: 'Load balancer of the agent platform',
        });
      },
    );
  }
}

function notFound(): ListenerAction {
  return ListenerAction.fixedResponse(404, {
    contentType: 'text/plain',
    messageBody: 'There is nothing here.',
  });
}
