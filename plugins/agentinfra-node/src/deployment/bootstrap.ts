import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ConflictError } from '@backstage/errors';
import { AwsAccess, AwsEnvironment } from '../aws';

/** Where `cdk bootstrap` notes its version. Source: AWS CDK Developer Guide, "Bootstrap template contract". */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/**
 * Sees to it that an account and a region are ready for the CDK: the sandbox is made ready, AWS is for people to make ready.
 *
 * @param bootstrap - does what `cdk bootstrap` does
 * @throws ConflictError with the command to run, if AWS is not ready
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
      `The account ${account} is not ready for the CDK in ${region}. Run this once, with administrator's credentials: npx cdk bootstrap aws://${account}/${region}`,
    );
  }
  try {
    await bootstrap();
  } catch (error) {
    // Somebody else may have been at it at the same time, and may have been first.
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
