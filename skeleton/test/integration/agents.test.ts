import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { randomUUID } from 'node:crypto';
import { AgentDefinition } from '../../lib/definition';
import {
  DeployedPlatform,
  itIf,
  itOnAws,
  ownDefinition,
  sandbox,
} from '../deployed';

const definition = ownDefinition();
const platform = new DeployedPlatform(definition);

/** An access token of the platform's user pool, for agents that ask for one. */
const token = process.env.PLATFORM_TOKEN;

/** What each protocol is asked, and what its answer holds. */
const EXCHANGES: Record<
  AgentDefinition['protocol'],
  { readonly request: unknown; readonly answer: RegExp }
> = {
  HTTP: { request: { prompt: 'Say: ready.' }, answer: /"answer"/ },
  MCP: {
    request: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} },
    answer: /"tools"/,
  },
  A2A: {
    request: {
      jsonrpc: '2.0',
      id: 1,
      method: 'message/send',
      params: {
        message: {
          kind: 'message',
          role: 'user',
          messageId: randomUUID(),
          parts: [{ kind: 'text', text: 'Say: ready.' }],
        },
      },
    },
    answer: /"result"/,
  },
};

describe.each(definition.agents)('the agent $name', ({ name, protocol }) => {
  const { request, answer } = EXCHANGES[protocol];

  itIf(
    !sandbox && (!definition.auth.enabled || token !== undefined),
    sandbox
      ? 'a sandbox runs no agents'
      : 'PLATFORM_TOKEN holds no access token of the user pool',
  )('R15: answers a call', async () => {
    const arn = await runtimeArn(name);
    const text = definition.auth.enabled
      ? await (await call(arn, request, token)).text()
      : await callSigned(arn, request);
    expect(text).toMatch(answer);
  });

  itOnAws('R14: refuses a call that nobody answers for', async () => {
    const { status } = await call(await runtimeArn(name), request);
    // 401 where tokens are asked for, 403 where signatures are.
    expect(status).toBe(definition.auth.enabled ? 401 : 403);
  });
});

async function runtimeArn(name: string): Promise<string> {
  await platform.stack('agents');
  return (await platform.parameters())[`agents/${name}/runtime-arn`];
}

/** Calls an agent over HTTPS, with a token or without anything. */
function call(arn: string, request: unknown, bearer?: string) {
  const url = `https://bedrock-agentcore.${
    definition.region
  }.amazonaws.com/runtimes/${encodeURIComponent(
    arn,
  )}/invocations?qualifier=DEFAULT`;
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'x-amzn-bedrock-agentcore-runtime-session-id': sessionId(),
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(request),
  });
}

/** Calls an agent with the signature of whoever runs the tests. */
async function callSigned(arn: string, request: unknown): Promise<string> {
  const client = new BedrockAgentCoreClient(platform.client);
  const { response } = await client.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn: arn,
      runtimeSessionId: sessionId(),
      contentType: 'application/json',
      accept: 'application/json',
      payload: Buffer.from(JSON.stringify(request)),
    }),
  );
  return (await response?.transformToString()) ?? '';
}

/** AgentCore wants 33 characters or more. */
function sessionId(): string {
  return `integration-test-${randomUUID()}`;
}
