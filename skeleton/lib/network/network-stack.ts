import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { PlatformVpc } from './platform-vpc';
import { SecurityGroups } from './security-groups';

/** The network without its egress: what other stacks depend on, and nothing that takes long. */
export class NetworkStack extends PlatformStack {
  /** The VPC with its four tiers. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'network', 'Network', props);
    const { definition } = props;
    this.network = new PlatformVpc(this, 'Network', { definition });
    this.securityGroups = new SecurityGroups(this, 'SecurityGroups', {
      definition,
      vpc: this.network.vpc,
    });

    this.output('VpcId', this.network.vpc.vpcId, 'Id of the VPC');
    this.output(
      'ZoneIds',
      this.network.zoneIds.join(','),
      'Ids of the availability zones',
    );
    this.parameter('network/vpc-id', this.network.vpc.vpcId, 'Id of the VPC');
  }
}
