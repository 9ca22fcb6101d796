import { Construct } from 'constructs';
import { EncryptionKey } from '../shared/encryption-key';
import {
  logGroupPattern,
  PlatformLogGroup,
} from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { FlowLogs } from './flow-logs';
import { PlatformVpc } from './platform-vpc';
import { SecurityGroups } from './security-groups';

/** The network without its egress: what everything else waits for, and nothing that takes long. */
export class NetworkStack extends PlatformStack {
  /** The VPC with its four tiers. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts what is logged of the network. */
  readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'network', 'Network', props);
    const { definition } = props;
    this.network = new PlatformVpc(this, 'Network', { definition });
    this.securityGroups = new SecurityGroups(this, 'SecurityGroups', {
      definition,
      vpc: this.network.vpc,
    });

    this.encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'network',
    });
    const { encryptionKey } = this;
    encryptionKey.allowLogs(
      logGroupPattern(definition, 'network'),
      logGroupPattern(definition, 'tasks'),
    );
    new FlowLogs(this, 'FlowLogs', {
      vpc: this.network.vpc,
      logGroup: new PlatformLogGroup(this, 'FlowLog', {
        definition,
        encryptionKey,
        topic: 'network/flow',
      }),
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
