import { AwsError } from '../errors';
import { asList } from '../json';
import { jsonService } from './jsonService';
import type { Service } from './service';

/** How long a token of ECR is valid, in seconds. Source: Amazon ECR API Reference, "GetAuthorizationToken". */
const TOKEN_LIFE = 12 * 3600;

/** ECR: the repositories of stacks, without images. */
export function ecrService(): Service {
  return jsonService('ECR', '1.1', {
    DescribeRepositories: ({ repositoryNames }, place) => {
      const wanted = asList(repositoryNames).map(String);
      const repositories = place
        .resources('AWS::ECR::Repository')
        .map(({ resource }) => String(resource.physicalId))
        .filter(name => wanted.length === 0 || wanted.includes(name));
      const missing = wanted.find(name => !repositories.includes(name));
      if (missing) {
        throw new AwsError(
          'RepositoryNotFoundException',
          `The repository with name '${missing}' does not exist in the registry with id '${place.account}'`,
        );
      }
      return {
        repositories: repositories.map(repositoryName => ({
          repositoryName,
          registryId: place.account,
          repositoryArn: `arn:${place.partition}:ecr:${place.region}:${place.account}:repository/${repositoryName}`,
          repositoryUri: `${place.account}.dkr.ecr.${place.region}.${place.urlSuffix}/${repositoryName}`,
          imageTagMutability: 'IMMUTABLE',
        })),
      };
    },
    DescribeImages: ({ repositoryName }) => {
      throw new AwsError(
        'ImageNotFoundException',
        `There are no images in ${String(repositoryName)}`,
      );
    },
    GetAuthorizationToken: (_input, place) => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from('AWS:sandbox').toString('base64'),
          expiresAt: Date.now() / 1000 + TOKEN_LIFE,
          proxyEndpoint: `https://${place.account}.dkr.ecr.${place.region}.${place.urlSuffix}`,
        },
      ],
    }),
  });
}
