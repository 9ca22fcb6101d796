// Runs one agent on this machine: npm run agent <name>
import { parseArgs } from 'node:util';
import { findAgents, portOf, PORTS, startAgent } from './local/agents.mjs';

const HELP = `Runs an agent on this machine, as AgentCore would run it.

  npm run agent <name> [-- --port <port>]

  <name>          an agent of config/platform.json, or a starter: http, mcp, a2a
  --port <port>   TCP port; by default that of the agent's protocol (HTTP 8080, MCP 8000, A2A 9000), 0 for any that is free
  --help          this text

The agent calls Bedrock with your AWS credentials, in the region AWS_REGION. MODEL_ID names another model than the
definition, MEMORY_ID an AgentCore memory, GUARDRAIL_ID and GUARDRAIL_VERSION a guardrail, KNOWLEDGE_BASE_PARAMETER the
parameter that holds the id of a knowledge base (/<platform>/knowledge/knowledge-base-id).
`;

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
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
  if (positionals.length !== 1) {
    throw new Error(`Name one agent.\n\n${HELP}`);
  }
  const [agent] = findAgents(positionals);
  const port = portOf(values.port ?? PORTS[agent.protocol]);
  const actual = await startAgent(agent, port, line =>
    process.stdout.write(`${line}\n`),
  ).catch(error => {
    throw new Error(
      `The agent ${agent.name} did not start on port ${port}: ${error.message}`,
    );
  });
  process.stdout.write(
    `The agent ${agent.name} speaks ${
      agent.protocol
    } at http://127.0.0.1:${actual}. Ctrl+C stops it.\n\n${example(
      agent.protocol,
      actual,
    )}\n\n`,
  );
}

/** A command to try the agent with. */
function example(protocol, port) {
  const curl = (path, body, ...headers) =>
    [
      `curl -N http://127.0.0.1:${port}${path}`,
      ...['content-type: application/json', ...headers].map(
        header => `-H '${header}'`,
      ),
      `-d '${JSON.stringify(body)}'`,
    ].join(' \\\n  ');
  switch (protocol) {
    case 'MCP':
      return curl(
        '/mcp',
        { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        'accept: application/json, text/event-stream',
      );
    case 'A2A':
      return curl('/', {
        jsonrpc: '2.0',
        id: 1,
        method: 'message/stream',
        params: {
          message: {
            kind: 'message',
            role: 'user',
            messageId: '1',
            parts: [{ kind: 'text', text: 'Hello' }],
          },
        },
      });
    default:
      return curl(
        '/invocations',
        { prompt: 'Hello' },
        'accept: text/event-stream',
        `x-amzn-bedrock-agentcore-runtime-session-id: ${'local'.padEnd(
          33,
          '-',
        )}`,
      );
  }
}
