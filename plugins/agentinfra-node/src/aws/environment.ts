/** An AWS account and region. */
export interface AwsEnvironment {
  /** The account, 12 digits. */
  readonly account: string;
  /** The region, such as `eu-west-1`. */
  readonly region: string;
}
