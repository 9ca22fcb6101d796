import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LocalBedrock } from './bedrock';
import { Program } from './programs';

describe('an agent of protocol MCP', () => {
  let bedrock: LocalBedrock;
  let agent: Program;
  let url: string;
  let client: Client;

  beforeAll(async () => {
    bedrock = await LocalBedrock.start();
    agent = Program.start('agent', ['mcp', '--port', '0'], bedrock.environment);
    [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
        // AgentCore names a session that a server without state must accept.
        requestInit: { headers: { 'mcp-session-id': 'h'.repeat(40) } },
      }),
    );
  });

  afterAll(async () => {
    await client.close();
    await agent.stop();
    bedrock.stop();
  });

  it('R15: tells which tools it has', async () => {
    const { tools } = await client.listTools();

    expect(tools).toMatchObject([
      { name: 'ask', inputSchema: { required: ['question'] } },
    ]);
  });

  it('R15: answers the call of a tool', async () => {
    bedrock.behave(answer => {
      answer.say('Four');
      answer.end();
    });

    const result = await client.callTool({
      name: 'ask',
      arguments: { question: 'Two and two?' },
    });

    expect(result.content).toEqual([{ type: 'text', text: 'Four' }]);
  });

  it('refuses arguments that the tool does not take', async () => {
    const result = await client.callTool({ name: 'ask', arguments: {} });

    expect(result.isError).toBe(true);
  });

  it('R18: says and logs that the model is throttled', async () => {
    bedrock.refuse('ThrottlingException', 429);

    const result = await client.callTool({
      name: 'ask',
      arguments: { question: 'Two and two?' },
    });

    expect(result).toMatchObject({
      isError: true,
      content: [{ text: 'The model is busy; try again in a moment.' }],
    });
    await agent.logs({ level: 'error', error: 'ThrottlingException' });
  });

  it('answers a body that is not JSON with an error of JSON-RPC', async () => {
    const response = await fetch(`${url}/mcp`, { method: 'POST', body: '{' });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32700, message: 'The request is not JSON.' },
    });
  });
});
