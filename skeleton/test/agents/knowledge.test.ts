import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LocalBedrock } from './bedrock';
import { LocalKnowledge } from './knowledge';
import { Program } from './programs';

let bedrock: LocalBedrock;
let knowledge: LocalKnowledge;
let agent: Program;
let url: string;

/** Lets the model look up the opening hours before it answers. */
function lookUpHours(query = 'opening hours'): void {
  bedrock.behave((answer, { body: { messages } }) => {
    if (messages.length > 1) {
      answer.say('From nine to five.');
      answer.end();
    } else {
      answer.say('One moment.');
      answer.askFor('look_up', { query });
    }
  });
}

async function start(protocol: string): Promise<void> {
  agent = Program.start('agent', [protocol, '--port', '0'], {
    ...bedrock.environment,
    ...knowledge.environment,
  });
  [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
}

beforeAll(async () => {
  [bedrock, knowledge] = await Promise.all([
    LocalBedrock.start(),
    LocalKnowledge.start(),
  ]);
});

afterAll(() => {
  bedrock.stop();
  knowledge.stop();
});

describe('an agent of protocol HTTP with a knowledge base', () => {
  beforeAll(() => start('http'));
  afterAll(() => agent.stop());

  const ask = async () => {
    const response = await fetch(`${url}/invocations`, {
      method: 'POST',
      body: '{"prompt":"When are you open?"}',
      headers: {
        'x-amzn-bedrock-agentcore-runtime-session-id': crypto.randomUUID(),
      },
    });
    return response.json();
  };
  const told = () => bedrock.requests.at(-1)?.body.messages.at(-1);

  it('R17: lets the model look things up, and tells it what the documents say', async () => {
    lookUpHours();
    knowledge.says('We are open from nine to five.', 's3://documents/hours.md');

    expect(await ask()).toEqual({
      answer: 'One moment.\n\nFrom nine to five.',
    });
    expect(knowledge.queries).toEqual(['opening hours']);
    const [first, second] = bedrock.requests.slice(-2);
    expect(first.body.toolConfig).toMatchObject({
      tools: [{ toolSpec: { name: 'look_up' } }],
    });
    expect(second.body.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { text: 'One moment.' },
          {
            toolUse: {
              toolUseId: 'use-1',
              name: 'look_up',
              input: { query: 'opening hours' },
            },
          },
        ],
      },
      {
        role: 'user',
        content: [
          {
            toolResult: {
              toolUseId: 'use-1',
              status: 'success',
              content: [
                {
                  text: 'From s3://documents/hours.md:\nWe are open from nine to five.',
                },
              ],
            },
          },
        ],
      },
    ]);
  });

  it('R17: tells the model when the documents say nothing', async () => {
    lookUpHours();
    knowledge.saysNothing();

    await ask();
    expect(JSON.stringify(told())).toContain('say nothing about it');
  });

  it('R18: tells the model when the knowledge base fails, and logs it', async () => {
    lookUpHours();
    knowledge.refuse('AccessDeniedException', 403);

    expect(await ask()).toMatchObject({ answer: expect.any(String) });
    expect(told()).toMatchObject({
      content: [
        {
          toolResult: {
            status: 'error',
            content: [{ text: 'The agent may not read the knowledge base.' }],
          },
        },
      ],
    });
    await agent.logs({
      level: 'error',
      message: 'tool failed',
      tool: 'look_up',
      error: 'AccessDeniedException',
    });
  });

  it('R17: tells the model when it looks for nothing', async () => {
    lookUpHours('');

    await ask();
    expect(JSON.stringify(told())).toContain('Give a query');
  });

  it('R18: ends a call whose model never stops asking', async () => {
    knowledge.saysNothing();
    bedrock.behave(answer => answer.askFor('look_up', { query: 'more' }));

    expect(await ask()).toEqual({
      error: expect.stringContaining('did not answer'),
    });
  });
});

describe('an agent of protocol A2A with a knowledge base', () => {
  beforeAll(() => start('a2a'));
  afterAll(() => agent.stop());

  it('R17: lets the model look things up', async () => {
    lookUpHours('hours of A2A');
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({
        id: 1,
        method: 'message/send',
        params: { message: { parts: [{ kind: 'text', text: 'Hours?' }] } },
      }),
    });

    expect(await response.json()).toMatchObject({
      result: {
        artifacts: [{ parts: [{ text: 'One moment.\n\nFrom nine to five.' }] }],
      },
    });
    expect(knowledge.queries.at(-1)).toBe('hours of A2A');
  });
});

describe('an agent of protocol MCP with a knowledge base', () => {
  let client: Client;

  beforeEach(async () => {
    await start('mcp');
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${url}/mcp`)),
    );
  });

  afterEach(async () => {
    await client.close();
    await agent.stop();
  });

  const lookUp = () =>
    client.callTool({ name: 'look_up', arguments: { query: 'hours' } });

  it('R17: has a tool by which others look things up', async () => {
    knowledge.says('We are open from nine to five.', 's3://documents/hours.md');

    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['ask', 'look_up']);
    expect(await lookUp()).toMatchObject({
      content: [
        {
          type: 'text',
          text: 'From s3://documents/hours.md:\nWe are open from nine to five.',
        },
      ],
    });
  });

  it('R18: says and logs that the knowledge base is not there yet', async () => {
    knowledge.hide();

    expect(await lookUp()).toMatchObject({
      isError: true,
      content: [{ text: 'The knowledge base is not there yet.' }],
    });
    await agent.logs({ level: 'error', error: 'ParameterNotFound' });
  });
});
