const {
  XRayClient,
  GetTraceSegmentDestinationCommand,
  UpdateTraceSegmentDestinationCommand,
} = require('@aws-sdk/client-xray');
const {
  CloudWatchLogsClient,
  PutResourcePolicyCommand,
} = require('@aws-sdk/client-cloudwatch-logs');

// Turns on Transaction Search unless it is on. It is a setting of the account that others may rely on by the time the
// platform is deleted, so it stays on.
async function run({ RequestType, ResourceProperties }, context) {
  if (RequestType === 'Delete') return {};
  const { PolicyName, Policy } = ResourceProperties;
  const client = new XRayClient({});
  if (!(await isOn(client))) {
    await new CloudWatchLogsClient({}).send(
      new PutResourcePolicyCommand({
        policyName: PolicyName,
        policyDocument: Policy,
      }),
    );
    await turnOn(client);
  }
  while (
    !(await isActive(client)) &&
    context.getRemainingTimeInMillis() > 60000
  )
    await sleep(10);
  return {};
}

// It takes a while until X-Ray sees the policy.
async function turnOn(client, tries = 12) {
  try {
    await client.send(
      new UpdateTraceSegmentDestinationCommand({
        Destination: 'CloudWatchLogs',
      }),
    );
  } catch (error) {
    if (await isOn(client)) return;
    if (tries <= 1)
      throw new Error(
        `Transaction Search of CloudWatch cannot be turned on, and without it AgentCore delivers no traces: ${error.message}`,
      );
    await sleep(10);
    await turnOn(client, tries - 1);
  }
}

const isOn = async client =>
  (await look(client)).Destination === 'CloudWatchLogs';
const isActive = async client => (await look(client)).Status === 'ACTIVE';
const look = client => client.send(new GetTraceSegmentDestinationCommand({}));
