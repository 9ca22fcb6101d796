import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { ServiceDefinition } from '../definition';
import { IngressStack } from '../ingress/ingress-stack';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { PlatformService } from './platform-service';

/** What the {@link ComputeStack} is told. */
export interface ComputeStackProps extends PlatformStackProps {
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The load balancers. */
  readonly ingress: IngressStack;
}

/** The services. */
export class ComputeStack extends PlatformStack {
  /** The cluster. */
  readonly cluster: Cluster;
  /** The services, in the order of the definition. */
  readonly services: readonly PlatformService[];

  constructor(scope: Construct, props: ComputeStackProps) {
    super(scope, 'compute', 'Services', props);
    const { definition, network, securityGroups, ingress } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'services',
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'services'));
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENHANCED,
    });

    const bySpecificity = [...definition.services].sort(mostSpecificFirst);
    this.services = definition.services.map(
      service =>
        new PlatformService(this, constructId('Service', service.name), {
          definition,
          service,
          index: bySpecificity.indexOf(service),
          cluster: this.cluster,
          network,
          securityGroups,
          encryptionKey,
          publicIngress: ingress.publicIngress,
          internalListener: ingress.internalIngress.listener,
        }),
    );
    this.output('ClusterName', this.cluster.clusterName, 'Name of the cluster');
  }
}

/** Longer paths come first, so that `/` does not take what `/api` should get. */
function mostSpecificFirst(
  { path: one }: ServiceDefinition,
  { path: other }: ServiceDefinition,
): number {
  return other.length - one.length || one.localeCompare(other);
}
