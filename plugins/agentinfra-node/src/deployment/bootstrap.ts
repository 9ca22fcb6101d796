import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ConflictError } from '@backstage/errors';
import { AwsAccess, AwsEnvironment } from '../aws';

/** The parameter in which `cdk bootstrap` stores its version. Source: AWS CDK Developer Guide, "Bootstrap template contract". */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/**
 * Ensures that an account and region are bootstrapped for the CDK. The sandbox is bootstrapped if necessary; in AWS, that is left
 * to people.
 *
 * @param bootstrap - bootstraps the account and region
 * @throws ConflictError with the command to run, if AWS is not bootstrapped
 */
export async function ensureBootstrapped(
  aws: AwsAccess,
  environment: AwsEnvironment,
  bootstrap: () => Promise<void>,
): Promise<void> {
  if (await isBootstrapped(aws, environment)) {
    return;
  }
  if (!aws.sandboxUrl) {
    const { account, region } = environment;
    throw new ConflictError(
      `The account ${account} is not bootstrapped for the CDK in ${region}. Run this once, with an administrator's credentials: npx cdk bootstrap aws://${account}/${region}`,
    );
  }
  try {
    await bootstrap();
  } catch (error) {
    // Another deployment may have bootstrapped it at the same time.
    if (!(await isBootstrapped(aws, environment))) {
      throw error;
    }
  }
}

async function isBootstrapped(
  aws: AwsAccess,
  environment: AwsEnvironment,
): Promise<boolean> {
  const client = aws.ssm(environment);
  try {
    return await aws.explained(environment, async () => {
      await client.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
      return true;
    });
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') {
      return false;
    }
    throw error;
  } finally {
    client.destroy();
  }
}
