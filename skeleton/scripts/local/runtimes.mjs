// AgentCore on this machine: takes InvokeAgentRuntime and passes it on to the agents that run here.
import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Where each protocol takes what AgentCore passes on. */
const PATHS = { HTTP: '/invocations', MCP: '/mcp', A2A: '/' };

/**
 * The ARN by which a local agent is called.
 *
 * @param {string} name - name of the agent
 */
export function localArn(name) {
  return `arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/${name}`;
}

/**
 * Starts the stand-in for AgentCore.
 *
 * @param {{name: string, protocol: string, port: number}[]} agents - the agents that run on this machine
 * @returns {Promise<import('node:http').Server>} the server, once it listens on a free port
 */
export async function startRuntimes(agents) {
  const server = createServer((incoming, outgoing) => {
    const path = decodeURIComponent(incoming.url.split('?')[0]);
    const agent = agents.find(
      ({ name }) => path === `/runtimes/${localArn(name)}/invocations`,
    );
    if (incoming.method !== 'POST' || !agent) {
      refuse(outgoing, 404, 'ResourceNotFoundException');
      return;
    }
    passOn(agent, incoming, outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function passOn({ protocol, port }, incoming, outgoing) {
  // The signature is for AgentCore, not for agents.
  const headers = { ...incoming.headers };
  delete headers.authorization;
  delete headers.host;
  const call = request(
    { host: '127.0.0.1', port, path: PATHS[protocol], method: 'POST', headers },
    answer => {
      if (answer.statusCode >= 400) {
        answer.resume();
        refuse(outgoing, 424, 'RuntimeClientError');
        return;
      }
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    },
  );
  call.once('error', () => refuse(outgoing, 424, 'RuntimeClientError'));
  outgoing.once('close', () => call.destroy());
  incoming.pipe(call);
}

function refuse(outgoing, status, type) {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing
    .writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-errortype': type,
    })
    .end(JSON.stringify({ message: `${type} of the local runtimes` }));
}
