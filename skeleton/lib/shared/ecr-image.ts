/** An image in a private repository of ECR. */
export interface EcrImage {
  /** The AWS account that has the repository. */
  readonly account: string;
  /** Its region. */
  readonly region: string;
  /** Its name, such as `shop/web`. */
  readonly repositoryName: string;
  /** The tag of the image, or its digest, such as `sha256:0123…`. */
  readonly tagOrDigest: string;
}

/** Source: Amazon ECR User Guide, "Pushing an image to an Amazon ECR private repository". */
const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repositoryName>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?$/;

/**
 * Where an image is, if it is in a private repository of ECR.
 *
 * @param image - such as `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.4`
 * @returns undefined if it is anywhere else
 */
export function parseEcrImage(image: string): EcrImage | undefined {
  const { groups } = ECR_IMAGE.exec(image) ?? {};
  if (!groups) {
    return undefined;
  }
  const { account, region, repositoryName, tag, digest } = groups;
  return {
    account,
    region,
    repositoryName,
    tagOrDigest: digest ?? tag ?? 'latest',
  };
}
