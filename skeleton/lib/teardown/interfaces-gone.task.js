const {
  EC2Client,
  DescribeNetworkInterfacesCommand,
} = require('@aws-sdk/client-ec2');
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');

// When the platform is deleted: waits until AgentCore has released its network interfaces, which takes up to eight hours
// after the last runtime was deleted. After MaxMinutes the next resource of the chain goes on waiting.
async function run(event, context) {
  if (event.RequestType !== 'Delete') return {};
  const { VpcId, MaxMinutes } = event.ResourceProperties;
  const since = event.Since ?? Date.now();
  const ec2 = new EC2Client({});
  while (context.getRemainingTimeInMillis() > 60000) {
    const left = await interfaces(ec2, VpcId);
    if (left === 0 || Date.now() - since > MaxMinutes * 60000)
      return { Left: String(left) };
    await sleep(30);
  }
  await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName: context.functionName,
      InvocationType: 'Event',
      Payload: JSON.stringify({ ...event, Since: since }),
    }),
  );
}

async function interfaces(ec2, vpcId) {
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'interface-type', Values: ['agentic_ai'] },
      ],
    }),
  );
  return NetworkInterfaces.length;
}
