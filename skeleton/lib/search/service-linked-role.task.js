const {
  IAMClient,
  CreateServiceLinkedRoleCommand,
} = require('@aws-sdk/client-iam');

// Makes the role unless it is there. It is one for the whole account, which others may rely on by the time the platform goes: it stays.
async function run({ RequestType, ResourceProperties }) {
  if (RequestType === 'Delete') return {};
  const { AwsServiceName } = ResourceProperties;
  try {
    await new IAMClient({}).send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: AwsServiceName }),
    );
    // The service sees its role after a while.
    await sleep(15);
  } catch (error) {
    if (!error.message.includes('has been taken in this account')) throw error;
  }
  return { AwsServiceName };
}
