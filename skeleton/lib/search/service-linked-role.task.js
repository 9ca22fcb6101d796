const {
  IAMClient,
  CreateServiceLinkedRoleCommand,
} = require('@aws-sdk/client-iam');

// Creates the role unless it exists. It is one for the whole account, which others may rely on by the time the platform is
// deleted, so it stays.
async function run({ RequestType, ResourceProperties }) {
  if (RequestType === 'Delete') return {};
  const { AwsServiceName } = ResourceProperties;
  try {
    await new IAMClient({}).send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: AwsServiceName }),
    );
    // It takes a while until the service sees its role.
    await sleep(15);
  } catch (error) {
    if (!error.message.includes('has been taken in this account')) throw error;
  }
  return { AwsServiceName };
}
