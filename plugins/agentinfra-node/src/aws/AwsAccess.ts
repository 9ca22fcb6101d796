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
  /** When they expire. */
  readonly expiration?: Date;
}

/** Attempts per call when it is throttled or its connection breaks, with growing pauses: about ten seconds in all. */
const MAX_ATTEMPTS = 6;

/** Options of {@link AwsAccess}. */
export interface AwsAccessOptions {
  /** Provides the credentials of each account. */
  readonly credentialsManager: AwsCredentialsManager;
  /** The URL of the AWS sandbox: when given, every call goes there, with the account as the access key id. */
  readonly sandboxUrl?: string;
}

/** Access to AWS, or to the sandbox in its place: credentials, clients, and errors that say what to do. */
export class AwsAccess {
  readonly #credentialsManager: AwsCredentialsManager;

  /** The URL of the AWS sandbox; undefined when calls go to AWS itself. */
  readonly sandboxUrl?: string;

  constructor(options: AwsAccessOptions) {
    this.#credentialsManager = options.credentialsManager;
    this.sandboxUrl = options.sandboxUrl;
  }

  /**
   * Gets current credentials of an account.
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
   * Calls AWS, and explains the errors that people can fix.
   *
   * @throws NotAllowedError for missing, expired or rejected credentials; ServiceUnavailableError if nothing answers; otherwise the
   * original error
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
