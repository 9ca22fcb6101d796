import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { InternalIngress } from './internal-ingress';
import { PlatformDomain } from './platform-domain';
import { PublicIngress } from './public-ingress';

/** Properties of the {@link IngressStack}. */
export interface IngressStackProps extends PlatformStackProps {
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** Where access logs go. */
  readonly accessLogs: IBucket;
  /**
   * The users who may sign in.
   *
   * @default - there is no sign-in
   */
  readonly users?: UserDirectory;
}

/** The load balancers: how people reach the platform, and how services reach each other. */
export class IngressStack extends PlatformStack {
  /** The public load balancer, for people. */
  readonly publicIngress: PublicIngress;
  /** The internal load balancer, for services. */
  readonly internalIngress: InternalIngress;

  constructor(scope: Construct, props: IngressStackProps) {
    super(scope, 'ingress', 'Load balancers', props);
    const domain = PlatformDomain.from(this, 'Domain', props);
    this.publicIngress = new PublicIngress(this, 'Public', {
      ...props,
      domain,
      firewallLogs: this.firewallLogs(),
    });
    this.internalIngress = new InternalIngress(this, 'Internal', {
      ...props,
      domain,
    });
    this.publish(domain);
  }

  private firewallLogs(): PlatformLogGroup {
    const { definition, platformId } = this;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'ingress',
    });
    // The firewall only writes to log groups whose names begin like this.
    const logGroupName = `aws-waf-logs-${platformId}`;
    encryptionKey.allowLogs(logGroupName);
    return new PlatformLogGroup(this, 'FirewallLog', {
      definition,
      encryptionKey,
      logGroupName,
    });
  }

  private publish(domain?: PlatformDomain): void {
    const { url, loadBalancer } = this.publicIngress;
    this.output('EndpointUrl', url, 'Where people reach the platform');
    this.output(
      'LoadBalancerDnsName',
      loadBalancer.loadBalancerDnsName,
      'DNS name of the public load balancer',
    );
    this.parameter('ingress/url', url, 'Where people reach the platform');
    this.parameter(
      'ingress/internal-url',
      this.internalIngress.url,
      'Where services reach each other',
    );
    if (domain) {
      this.output('DomainName', domain.name, 'Name of the platform');
      this.output(
        'CertificateArn',
        domain.certificate.certificateArn,
        'ARN of the certificate',
      );
    }
  }
}
