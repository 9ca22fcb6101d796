import { RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnRepository,
  Repository,
  RepositoryEncryption,
  TagMutability,
  TagStatus,
} from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';

/** Properties of an {@link ImageRepository}. */
export interface ImageRepositoryProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the images. */
  readonly encryptionKey: EncryptionKey;
}

/** Number of images of a service or agent that are kept; older ones are deleted. */
const KEPT_IMAGES = 20;

/** A repository of container images: encrypted, with immutable tags, scanned on push, rid of old images. */
export class ImageRepository extends Repository {
  constructor(
    scope: Construct,
    id: string,
    { definition, encryptionKey }: ImageRepositoryProps,
  ) {
    const { dataRemoval } = environmentProfile(definition);
    super(scope, id, {
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      encryption: RepositoryEncryption.KMS,
      encryptionKey,
      removalPolicy: dataRemoval,
      emptyOnDelete: dataRemoval === RemovalPolicy.DESTROY,
    });
    this.addLifecycleRule({
      description: 'Of images without a tag, only the newest is kept',
      rulePriority: 1,
      tagStatus: TagStatus.UNTAGGED,
      maxImageCount: 1,
    });
    this.addLifecycleRule({
      description: `The ${KEPT_IMAGES} newest images are kept`,
      rulePriority: 2,
      maxImageCount: KEPT_IMAGES,
    });
  }

  /** The URI of an image as ECR returns it, which other stacks can reference; the CDK would split an ARN for it. */
  override repositoryUriForTag(tag?: string): string {
    const { attrRepositoryUri } = this.node.defaultChild as CfnRepository;
    return tag ? `${attrRepositoryUri}:${tag}` : attrRepositoryUri;
  }
}
