import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { parseEcrImage } from '../shared/ecr-image';

/**
 * The image of a service. Where it is in a private repository of ECR, the tasks may pull it.
 *
 * @param scope - the service
 * @param image - such as `public.ecr.aws/nginx/nginx:1.29`
 */
export function serviceImage(scope: Construct, image: string): ContainerImage {
  const ecrImage = parseEcrImage(image);
  if (!ecrImage) {
    return ContainerImage.fromRegistry(image);
  }
  const { account, region, repositoryName, tagOrDigest } = ecrImage;
  const repository = Repository.fromRepositoryAttributes(scope, 'Repository', {
    repositoryName,
    repositoryArn: Stack.of(scope).formatArn({
      service: 'ecr',
      account,
      region,
      resource: 'repository',
      resourceName: repositoryName,
    }),
  });
  return ContainerImage.fromEcrRepository(repository, tagOrDigest);
}
