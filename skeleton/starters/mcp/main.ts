import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod/v3';
import { AgentEnvironment, readEnvironment } from '../../agent-kit/environment';
import { Model } from '../../agent-kit/model';
import { Call, serve } from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

/** Port of AgentCore's MCP protocol. */
const PORT = 8000;

/**
 * Starts the agent: an MCP server over streamable HTTP at `/mcp` whose tools other agents call.
 *
 * @param port - TCP port
 */
export function start(port = PORT) {
  const environment = readEnvironment();
  const model = new Model(environment);
  return serve({ 'POST /mcp': call => answer(environment, model, call) }, port);
}

/** AgentCore keeps sessions apart by itself and wants servers without state: each call gets a server of its own. */
async function answer(
  environment: AgentEnvironment,
  model: Model,
  { body, request, response }: Call,
): Promise<void> {
  const server = tools(environment, model);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
  });
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}

function tools({ name }: AgentEnvironment, model: Model): McpServer {
  const server = new McpServer({ name, version: '1.0.0' });
  server.registerTool(
    'ask',
    {
      description: 'Answers a question',
      inputSchema: { question: z.string().min(1).describe('The question') },
    },
    async ({ question }) => ({
      content: [
        { type: 'text', text: await model.ask(question, INSTRUCTIONS) },
      ],
    }),
  );
  return server;
}

if (require.main === module) {
  void start();
}
