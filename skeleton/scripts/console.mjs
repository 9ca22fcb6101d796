// Runs the console and agents on this machine: npm run console
import { parseArgs } from 'node:util';
import {
  bundle,
  findAgents,
  localAgents,
  portOf,
  startAgent,
  startProgram,
} from './local/agents.mjs';
import { localArn, startRuntimes } from './local/runtimes.mjs';

const HELP = `Runs the console of the platform on this machine, and the agents behind it.

  npm run console [<agent> …] [-- --port <port>]

  <agent>         agents to run; by default those of config/platform.json, or else the starters
  --port <port>   TCP port of the console; 8090 by default, 0 for any that is free
  --help          this text

The agents call Bedrock with your AWS credentials, in the region AWS_REGION.
`;

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const port = portOf(values.port ?? '8090');
  const agents = await startAgents(positionals);
  const runtimes = await startRuntimes(agents);
  // The agents and the console keep this process alive.
  runtimes.unref();
  const actual = await startConsole(agents, runtimes.address().port, port);
  process.stdout.write(
    `The console is at http://127.0.0.1:${actual}/console/. Ctrl+C stops it.\n`,
  );
}

async function startAgents(names) {
  const started = [];
  for (const agent of names.length > 0 ? findAgents(names) : ownAgents()) {
    const port = await startAgent(agent, 0, print);
    started.push({ ...agent, port });
  }
  return started;
}

/** The agents of the definition; where there is none, the starters. */
function ownAgents() {
  const agents = localAgents();
  const own = agents.filter(({ folder }) => folder.startsWith('agents'));
  return own.length > 0 ? own : agents;
}

function startConsole(agents, runtimesPort, port) {
  const file = bundle('console', 'console/main.ts', {
    loader: { '.html': 'text', '.css': 'text', '.client.js': 'text' },
  });
  return startProgram(
    file,
    {
      PORT: String(port),
      PLATFORM: 'local',
      AGENTS: JSON.stringify(
        agents.map(({ name, protocol, description }) => ({
          name,
          protocol,
          description: description ?? '',
          runtime: { arn: localArn(name) },
        })),
      ),
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: `http://127.0.0.1:${runtimesPort}`,
      AWS_REGION: process.env.AWS_REGION ?? 'us-east-1',
      // The local runtimes check no signature.
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    print,
  );
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
