import { Stack } from 'aws-cdk-lib';
import { IRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { Definition, ServiceDefinition } from '../definition';
import { ImageBuilder } from '../images/image-builder';
import { EcrImage, parseEcrImage } from '../shared/ecr-image';
import { shortHash } from '../shared/names';

/** Properties of a {@link ServiceImage}. */
export interface ServiceImageProps {
  /** The service. */
  readonly service: ServiceDefinition;
  /**
   * How the image is copied, where tasks cannot reach registries on the internet.
   *
   * @default - tasks pull the image from its own registry
   */
  readonly copy?: ServiceImageCopy;
}

/** How the image of a service is copied to a repository of the platform. */
export interface ServiceImageCopy {
  /** Copies the image. */
  readonly builder: ImageBuilder;
  /** The repository that the copy is pushed to. */
  readonly repository: IRepository;
}

/**
 * Whether the platform must copy the image of a service: its registry is reached through NAT only, and the platform has
 * none.
 *
 * @param definition - the definition of the platform
 * @param service - the service
 */
export function needsCopy(
  { network }: Pick<Definition, 'network'>,
  { image }: ServiceDefinition,
): boolean {
  return network.natGateways === 'none' && !parseEcrImage(image);
}

/** The image of a service, pulled from its own registry, or copied to a repository of the platform. */
export class ServiceImage extends Construct {
  /** The image as container definitions take it. */
  readonly image: ContainerImage;
  /** What must exist before the image is used. */
  readonly ready: IDependable;

  constructor(scope: Construct, id: string, props: ServiceImageProps) {
    super(scope, id);
    const { image } = props.service;
    const copied = new DependencyGroup();
    this.ready = copied;
    const ecrImage = parseEcrImage(image);
    if (props.copy) {
      const { builder, repository } = props.copy;
      const tag = shortHash(image);
      copied.add(builder.build(this, { repository, tag, image }));
      this.image = ContainerImage.fromEcrRepository(repository, tag);
    } else {
      this.image = ecrImage
        ? this.fromEcr(ecrImage)
        : ContainerImage.fromRegistry(image);
    }
  }

  private fromEcr(image: EcrImage): ContainerImage {
    const { account, region, repositoryName, tagOrDigest } = image;
    const repository = Repository.fromRepositoryAttributes(this, 'Repository', {
      repositoryName,
      repositoryArn: Stack.of(this).formatArn({
        service: 'ecr',
        account,
        region,
        resource: 'repository',
        resourceName: repositoryName,
      }),
    });
    return ContainerImage.fromEcrRepository(repository, tagOrDigest);
  }
}
