import {
  CloudFormationClient,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';

/**
 * The CloudFormation stacks of an account in the sandbox.
 *
 * @param url - of the sandbox
 * @param account - 12 digits
 * @param region - such as `eu-central-1`
 * @param prefix - of the stacks' names, such as `chat-dev-`
 */
export async function stacksIn(
  url: string,
  { account, region }: { account: string; region: string },
  prefix: string,
): Promise<Stack[]> {
  const client = new CloudFormationClient({
    endpoint: url,
    region,
    // In the sandbox, the access key id says which account it is.
    credentials: { accessKeyId: account, secretAccessKey: 'sandbox' },
  });
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) {
    stacks.push(...(page.Stacks ?? []));
  }
  return stacks.filter(stack => stack.StackName?.startsWith(prefix));
}
