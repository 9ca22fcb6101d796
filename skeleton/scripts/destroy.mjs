// Takes the platform away: npm run destroy
import {
  CloudFormationClient,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const HELP = `Deletes all stacks of the platform, and waits for the network interfaces that AWS releases late.

  npm run destroy [-- --yes]

  --yes    ask no question
  --help   this text

It can be ended at any time, and started again. What it means stands in docs/runbooks/destroy.md.
`;

/** Minutes between two looks at the interfaces: AWS keeps them for up to eight hours. */
const INTERVAL_MINUTES = 5;

const { name, environment, region } = JSON.parse(
  readFileSync('config/platform.json', 'utf8'),
);

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main() {
  const { values } = parseArgs({
    options: { yes: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if ((await destroy(['--all', ...(values.yes ? ['--force'] : [])])) === 0) {
    return 0;
  }
  if ((await lingeringInterfaces()).length === 0) {
    process.stderr.write(
      'Stacks are left, and no interfaces of agents hold them: docs/runbooks/destroy.md says what can.\n',
    );
    return 1;
  }
  await interfacesReleased();
  return destroy(['--all', '--force']);
}

/** Runs `cdk destroy`, and returns its exit code. */
async function destroy(options) {
  const child = spawn('npx', ['cdk', 'destroy', ...options], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

async function interfacesReleased() {
  for (;;) {
    const left = await lingeringInterfaces();
    if (left.length === 0) {
      return;
    }
    process.stdout.write(
      `${new Date().toISOString()} ${
        left.length
      } network interfaces of agents are left. AWS releases them within eight hours; looking again in ${INTERVAL_MINUTES} minutes.\n`,
    );
    await sleep(INTERVAL_MINUTES * 60_000);
  }
}

/** The ids of the interfaces that AgentCore still keeps in the platform's network. */
async function lingeringInterfaces() {
  const vpcId = await networkId();
  if (!vpcId) {
    return [];
  }
  const { NetworkInterfaces = [] } = await new EC2Client({ region }).send(
    new DescribeNetworkInterfacesCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'interface-type', Values: ['agentic_ai'] },
      ],
    }),
  );
  return NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
}

/** The id of the VPC, while the stack of the network stands. */
async function networkId() {
  const pages = paginateListStackResources(
    { client: new CloudFormationClient({ region }) },
    { StackName: `${name}-${environment}-network` },
  );
  try {
    for await (const { StackResourceSummaries = [] } of pages) {
      const vpc = StackResourceSummaries.find(
        ({ ResourceType, ResourceStatus }) =>
          ResourceType === 'AWS::EC2::VPC' &&
          ResourceStatus !== 'DELETE_COMPLETE',
      );
      if (vpc) {
        return vpc.PhysicalResourceId;
      }
    }
  } catch (error) {
    if (!/does not exist/.test(error.message)) {
      throw error;
    }
  }
  return undefined;
}
