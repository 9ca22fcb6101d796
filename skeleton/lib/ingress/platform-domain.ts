import {
  Certificate,
  CertificateValidation,
} from 'aws-cdk-lib/aws-certificatemanager';
import { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  ARecord,
  HostedZone,
  IHostedZone,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { Definition, domainName } from '../definition';

/** Properties of a {@link PlatformDomain}. */
export interface PlatformDomainProps {
  /** The definition of the platform; its domain must be enabled. */
  readonly definition: Definition;
}

/** The name of a platform in an existing hosted zone, and the certificate for it, for www and for traffic inside. */
export class PlatformDomain extends Construct {
  /** The domain if the definition has one. */
  static from(
    scope: Construct,
    id: string,
    { definition }: PlatformDomainProps,
  ): PlatformDomain | undefined {
    const name = domainName(definition.domain);
    return name ? new PlatformDomain(scope, id, name, definition) : undefined;
  }

  /** Where services reach each other. */
  readonly internalName: string;
  /** The name that is redirected to the domain. */
  readonly wwwName: string;
  /** The certificate for all names, validated by DNS. */
  readonly certificate: Certificate;

  private readonly zone: IHostedZone;

  private constructor(
    scope: Construct,
    id: string,
    /** The full name, such as `agents.example.com`. */
    readonly name: string,
    { domain }: Definition,
  ) {
    super(scope, id);
    this.internalName = `internal.${name}`;
    this.wwwName = `www.${name}`;
    this.zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId as string,
      zoneName: domain.hostedZoneName as string,
    });
    this.certificate = new Certificate(this, 'Certificate', {
      domainName: name,
      subjectAlternativeNames: [this.wwwName, this.internalName],
      validation: CertificateValidation.fromDns(this.zone),
    });
  }

  /**
   * Points a name to a load balancer.
   *
   * @param id - construct id of the record
   * @param recordName - one of the names of this domain
   * @param loadBalancer - the load balancer
   */
  pointTo(
    id: string,
    recordName: string,
    loadBalancer: IApplicationLoadBalancer,
  ): void {
    new ARecord(this, id, {
      zone: this.zone,
      recordName: `${recordName}.`,
      target: RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)),
      comment: 'Load balancer of the agent platform',
    });
  }
}
