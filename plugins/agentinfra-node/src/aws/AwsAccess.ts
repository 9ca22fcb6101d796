import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import type { AwsEnvironment } from './environment';
import { explainAwsError } from './errors';

/** Credentials as the AWS SDK takes them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they cease to work. */
  readonly expiration?: Date;
}

/** How often a call that is throttled or meets a broken connection is made, with growing pauses: some ten seconds in all. */
const MAX_ATTEMPTS = 6;

/** Whom AWS calls go to. */
export interface AwsAccessOptions {
  /** Gives the credentials of each account. */
  readonly credentialsManager: AwsCredentialsManager;
  /** The URL of the AWS sandbox: when given, every call goes there, with credentials that it takes for the account's. */
  readonly sandboxUrl?: string;
}

/** The way to AWS, or to the sandbox that stands in for it. */
export class AwsAccess {
  readonly #credentialsManager: AwsCredentialsManager;

  /** The URL of the AWS sandbox; undefined when calls go to AWS itself. */
  readonly sandboxUrl?: string;

  constructor(options: AwsAccessOptions) {
    this.#credentialsManager = options.credentialsManager;
    this.sandboxUrl = options.sandboxUrl;
  }

  /**
   * The credentials of an account, fresh.
   *
   * @throws NotAllowedError if there are none, or they have expired
   */
  async credentials(environment: AwsEnvironment): Promise<AwsCredentials> {
    const { account } = environment;
    if (this.sandboxUrl) {
      return { accessKeyId: account, secretAccessKey: 'sandbox' };
    }
    return this.explained(environment, async () => {
      const { sdkCredentialProvider } =
        await this.#credentialsManager.getCredentialProvider({
          accountId: account,
        });
      return sdkCredentialProvider();
    });
  }

  /** A client of CloudFormation. */
  cloudFormation(environment: AwsEnvironment): CloudFormationClient {
    return new CloudFormationClient(this.#clientConfig(environment));
  }

  /** A client of Systems Manager. */
  ssm(environment: AwsEnvironment): SSMClient {
    return new SSMClient(this.#clientConfig(environment));
  }

  /**
   * Does something with AWS, and puts failures that people can mend in words that say how.
   *
   * @throws NotAllowedError for missing, expired or refused credentials; ServiceUnavailableError if nobody answers; else what was thrown
   */
  async explained<T>(
    environment: AwsEnvironment,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explainAwsError(error, environment, this.sandboxUrl);
    }
  }

  #clientConfig(environment: AwsEnvironment) {
    return {
      region: environment.region,
      credentials: () => this.credentials(environment),
      maxAttempts: MAX_ATTEMPTS,
      ...(this.sandboxUrl ? { endpoint: this.sandboxUrl } : {}),
    };
  }
}
