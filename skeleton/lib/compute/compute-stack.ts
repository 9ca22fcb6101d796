import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { ServiceDefinition } from '../definition';
import { IngressStack } from '../ingress/ingress-stack';
import { ImageBuilder } from '../images/image-builder';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { RegistryStack } from '../registry/registry-stack';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { PlatformService } from './platform-service';
import { rulePriorities } from './rule-priorities';
import { needsCopy, ServiceImageCopy } from './service-image';

/** Properties of the {@link ComputeStack}. */
export interface ComputeStackProps extends PlatformStackProps {
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The load balancers. */
  readonly ingress: IngressStack;
  /**
   * The repositories of the copies of images.
   *
   * @default - there are no services
   */
  readonly registry?: RegistryStack;
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
    encryptionKey.allowLogs(
      logGroupPattern(definition, 'services'),
      logGroupPattern(definition, 'tasks'),
    );
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENHANCED,
    });

    const copies = this.copies(props, encryptionKey);
    const priorities = rulePriorities(
      definition.services.map(({ path }) => path),
    );
    this.services = definition.services.map(
      service =>
        new PlatformService(this, constructId('Service', service.name), {
          definition,
          service,
          priority: priorities.get(service.path)!,
          cluster: this.cluster,
          network,
          securityGroups,
          encryptionKey,
          imageCopy: copies.get(service),
          publicIngress: ingress.publicIngress,
          internalListener: ingress.internalIngress.listener,
        }),
    );
    this.output('ClusterName', this.cluster.clusterName, 'Name of the cluster');
  }

  /** How images that tasks cannot pull from their own registry are copied, by service. */
  private copies(
    { definition, registry }: ComputeStackProps,
    encryptionKey: EncryptionKey,
  ): ReadonlyMap<ServiceDefinition, ServiceImageCopy> {
    const copied = definition.services.filter(service =>
      needsCopy(definition, service),
    );
    if (!registry || copied.length === 0) {
      return new Map();
    }
    const repositories = copied.map(({ name }) => registry.ofService(name));
    const builder = new ImageBuilder(this, 'ImageCopies', {
      definition,
      name: 'service-image',
      encryptionKey,
      repositories,
      commands: [
        'docker pull --platform linux/amd64 "$IMAGE"',
        'docker tag "$IMAGE" "$REPOSITORY_URI:$TAG"',
      ],
    });
    return new Map(
      copied.map((service, index) => [
        service,
        { builder, repository: repositories[index] },
      ]),
    );
  }
}
