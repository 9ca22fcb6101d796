import {
  ISecurityGroup,
  IVpc,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { acknowledge } from '../shared/acknowledge';
import { constructId } from '../shared/names';

/** Properties of {@link SecurityGroups}. */
export interface SecurityGroupsProps {
  /** The definition of the platform, which says what ports are in use. */
  readonly definition: Definition;
  /** The VPC that they belong to. */
  readonly vpc: IVpc;
}

/** Port of Aurora PostgreSQL and of RDS Proxy. */
export const DATABASE_PORT = 5432;

/** Port of the console. */
export const CONSOLE_PORT = 8080;

/**
 * The port by which services reach each other: with TLS where there is a domain.
 *
 * @param definition - the definition of the platform
 */
export function internalPort({ domain }: Pick<Definition, 'domain'>): number {
  return domain.enabled ? 443 : 80;
}

/**
 * Whether a platform has a console: its images are public, so it needs a route to the internet.
 *
 * @param definition - the definition of the platform
 */
export function hasConsole({ network }: Pick<Definition, 'network'>): boolean {
  return network.natGateways !== 'none';
}

/** The parts of a platform that have a security group of their own. */
const PARTS = {
  publicLoadBalancer: 'Load balancer that faces the internet',
  internalLoadBalancer: 'Load balancer between services',
  services: 'Tasks of services',
  agents: 'Agent runtimes',
  endpoints: 'Interface endpoints of AWS services',
  database: 'Aurora instances',
  databaseProxy: 'RDS Proxy',
  search: 'OpenSearch',
} as const;

/** A part of a platform that has a security group of its own. */
export type Part = keyof typeof PARTS;

/**
 * The security groups of all parts, chained: each part accepts traffic only from the part before it, on the ports in use.
 * They are in one place so that the whole chain can be read and checked, and so that the stacks of the parts need not wait
 * for each other.
 */
export class SecurityGroups extends Construct {
  private readonly groups: Record<Part, SecurityGroup>;
  private readonly frozen = new Map<Part, ISecurityGroup>();

  constructor(
    scope: Construct,
    id: string,
    { definition, vpc }: SecurityGroupsProps,
  ) {
    super(scope, id);
    this.groups = Object.fromEntries(
      Object.entries(PARTS).map(([part, description]) => [
        part,
        new SecurityGroup(this, constructId('', part), {
          vpc,
          description,
          allowAllOutbound: false,
        }),
      ]),
    ) as Record<Part, SecurityGroup>;

    this.openIngress(definition);
    this.chainServices(definition);
    this.chainData(definition);
    this.openEgress();
  }

  /**
   * The security group of a part, as the stacks of the parts use it: immutable, so that nothing they do adds rules to it.
   *
   * @param part - the part
   */
  of(part: Part): ISecurityGroup {
    let group = this.frozen.get(part);
    if (!group) {
      group = SecurityGroup.fromSecurityGroupId(
        this,
        `Frozen${part}`,
        this.groups[part].securityGroupId,
        { mutable: false },
      );
      this.frozen.set(part, group);
    }
    return group;
  }

  private openIngress(definition: Definition): void {
    const { publicLoadBalancer } = this.groups;
    publicLoadBalancer.addIngressRule(
      Peer.anyIpv4(),
      Port.tcp(80),
      definition.domain.enabled
        ? 'HTTP, redirected to HTTPS'
        : 'HTTP, as there is no domain',
    );
    if (definition.domain.enabled) {
      publicLoadBalancer.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS');
      // The load balancer exchanges the code for tokens at the user pool.
      publicLoadBalancer.addEgressRule(
        Peer.anyIpv4(),
        Port.tcp(443),
        'Sign-in at the user pool',
      );
    }
    acknowledge(
      publicLoadBalancer,
      'The public load balancer is the one door of the platform: the internet reaches it on 80 and 443.',
      'AwsSolutions-EC23',
      'CKV_AWS_260',
    );
  }

  private chainServices(definition: Definition): void {
    const { publicLoadBalancer, internalLoadBalancer } = this.groups;
    const port = internalPort(definition);
    new Set(definition.services.map(service => service.port)).forEach(
      taskPort => {
        this.allow(
          publicLoadBalancer,
          this.groups.services,
          taskPort,
          'to tasks',
        );
        this.allow(
          internalLoadBalancer,
          this.groups.services,
          taskPort,
          'to tasks',
        );
      },
    );
    if (hasConsole(definition)) {
      this.allow(
        publicLoadBalancer,
        this.groups.services,
        CONSOLE_PORT,
        'to tasks',
      );
    }
    this.allow(this.groups.services, internalLoadBalancer, port, 'to services');
    this.allow(this.groups.agents, internalLoadBalancer, port, 'to services');
    this.allow(this.groups.services, this.groups.endpoints, 443, 'to AWS');
    this.allow(this.groups.agents, this.groups.endpoints, 443, 'to AWS');
  }

  private chainData({ database, search }: Definition): void {
    const clients = [this.groups.services, this.groups.agents];
    if (database.enabled) {
      const door = database.proxy
        ? this.groups.databaseProxy
        : this.groups.database;
      clients.forEach(client =>
        this.allow(client, door, DATABASE_PORT, 'to the database'),
      );
      if (database.proxy) {
        this.allow(
          this.groups.databaseProxy,
          this.groups.database,
          DATABASE_PORT,
          'from the proxy to the database',
        );
      }
    }
    if (search.enabled) {
      clients.forEach(client =>
        this.allow(client, this.groups.search, 443, 'to OpenSearch'),
      );
    }
  }

  /** Services and agents reach S3 through its gateway and, where there is NAT, the internet: by TLS alone. */
  private openEgress(): void {
    [this.groups.services, this.groups.agents].forEach(group =>
      group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS'),
    );
  }

  private allow(
    from: SecurityGroup,
    to: SecurityGroup,
    port: number,
    description: string,
  ): void {
    to.addIngressRule(from, Port.tcp(port), description);
    from.addEgressRule(to, Port.tcp(port), description);
  }
}
