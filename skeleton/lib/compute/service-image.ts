import { Stack } from 'aws-cdk-lib';
import { IRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { Definition, ServiceDefinition } from '../definition';
import { ImageBuilder } from '../images/image-builder';
import { EcrImage, parseEcrImage } from '../shared/ecr-image';
import { shortHash } from '../shared/names';

/** What a {@link ServiceImage} is told. */
export interface ServiceImageProps {
  /** The service. */
  readonly service: ServiceDefinition;
  /**
   * Copies the image, where tasks do not reach registries of the internet.
   *
   * @default - tasks pull the image from where it is
   */
  readonly copy?: ServiceImageCopy;
}

/** How the image of a service becomes one of the platform's own. */
export interface ServiceImageCopy {
  /** Copies it. */
  readonly builder: ImageBuilder;
  /** Takes it. */
  readonly repository: IRepository;
}

/**
 * Whether tasks pull the image of a service from a registry that they reach through NAT alone, and the platform has none: then
 * the platform takes a copy.
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

/** The image of a service, which its tasks may pull: from its registry, or as a copy of the platform's own. */
export class ServiceImage extends Construct {
  /** The image as containers take it. */
  readonly image: ContainerImage;
  /** What must be there before the image is used. */
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
