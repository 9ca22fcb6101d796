import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod/v3';
import { Assistant } from '../../agent-kit/assistant';
import { readEnvironment } from '../../agent-kit/environment';
import { describeFailure, toFailure } from '../../agent-kit/failure';
import { rpcFailure } from '../../agent-kit/json-rpc';
import {
  KnowledgeBase,
  knowledgeTools,
  LOOK_UP,
} from '../../agent-kit/knowledge';
import { Call, serve } from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

const environment = readEnvironment();
const knowledge = KnowledgeBase.of(environment);
const assistant = new Assistant(
  environment,
  INSTRUCTIONS,
  knowledgeTools(knowledge),
);

/**
 * The agent, by AgentCore's MCP protocol: a server over streamable HTTP whose tools other agents call. It has no state:
 * AgentCore tells sessions apart by itself, and each call gets an MCP server of its own.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "MCP protocol contract".
 */
serve(8000, { 'POST /mcp': answer }, rpcFailure);

async function answer(call: Call): Promise<void> {
  const server = makeServer(call);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
  });
  call.response.once('close', () => {
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(call.request, call.response, call.body);
}

/** The tools of the agent. Add yours here. */
function makeServer(call: Call): McpServer {
  const server = new McpServer({ name: environment.name, version: '1.0.0' });
  server.registerTool(
    'ask',
    {
      description: environment.description || 'Answers a question',
      inputSchema: { question: z.string().min(1).describe('The question') },
    },
    ({ question }) => asResult(call, assistant.ask(question, call.signal)),
  );
  if (knowledge) {
    server.registerTool(
      LOOK_UP.name,
      {
        description: LOOK_UP.description,
        inputSchema: { query: z.string().min(1).describe(LOOK_UP.query) },
      },
      ({ query }) => asResult(call, knowledge.lookUp(query, call.signal)),
    );
  }
  return server;
}

/** What a tool found out, or why it could not: MCP wants to hear of both in a result. */
async function asResult(call: Call, found: Promise<string>) {
  try {
    return { content: [text(await found)] };
  } catch (error) {
    const failure = toFailure(error);
    call.note(describeFailure(failure));
    return { content: [text(failure.message)], isError: true };
  }
}

function text(value: string) {
  return { type: 'text' as const, text: value };
}
