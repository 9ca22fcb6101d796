import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { LocalBedrock } from './bedrock';
import { Program } from './programs';

/** An event as AgentCore Memory keeps it. */
interface StoredEvent {
  readonly eventTimestamp: number;
  readonly sessionId: string;
}

/** AgentCore Memory as far as agents see it: `CreateEvent` and `ListEvents`, the newest first. */
async function startMemory(): Promise<{
  server: Server;
  events: StoredEvent[];
  url: string;
  fail: { now: boolean };
}> {
  const events: StoredEvent[] = [];
  const fail = { now: false };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const path = new URL(request.url ?? '/', 'http://memory').pathname;
      const session = path.match(
        /^\/memories\/memory-1\/actor\/([^/]+)\/sessions\/([^/]+)$/,
      );
      response.setHeader('content-type', 'application/json');
      if (fail.now) {
        response.writeHead(400, { 'x-amzn-errortype': 'ValidationException' });
        response.end('{"message":"no"}');
      } else if (session) {
        const kept = events.filter(({ sessionId }) => sessionId === session[2]);
        response.end(JSON.stringify({ events: [...kept].reverse() }));
      } else if (path === '/memories/memory-1/events') {
        const event = {
          ...body,
          eventId: `0#${events.length}`,
          memoryId: 'memory-1',
        };
        events.push(event);
        response.end(JSON.stringify({ event }));
      } else {
        response.writeHead(404).end('{}');
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, events, url: `http://127.0.0.1:${port}`, fail };
}

describe('an agent with memory', () => {
  let bedrock: LocalBedrock;
  let memory: Awaited<ReturnType<typeof startMemory>>;

  beforeAll(async () => {
    [bedrock, memory] = await Promise.all([
      LocalBedrock.start(),
      startMemory(),
    ]);
    bedrock.behave(answer => {
      answer.say('Nice to meet you');
      answer.end();
    });
  });

  afterAll(() => {
    bedrock.stop();
    memory.server.close();
  });

  async function withAgent(
    action: (
      say: (prompt: string) => Promise<unknown>,
      agent: Program,
    ) => Promise<void>,
  ): Promise<void> {
    const agent = Program.start('agent', ['http', '--port', '0'], {
      ...bedrock.environment,
      MEMORY_ID: 'memory-1',
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: memory.url,
    });
    const [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
    const say = async (prompt: string) => {
      const response = await fetch(`${url}/invocations`, {
        method: 'POST',
        body: JSON.stringify({ prompt }),
        headers: {
          'x-amzn-bedrock-agentcore-runtime-session-id': 'm'.repeat(40),
        },
      });
      return response.json();
    };
    await action(say, agent);
    await agent.stop();
  }

  const said = () =>
    bedrock.requests
      .at(-1)
      ?.body.messages.map(({ content: [{ text }] }) => text);

  it('R17: knows what was said before, even after it was started again', async () => {
    await withAgent(async say => {
      await say('I am Ada');
      await say('I have a cat');
    });
    await withAgent(async say => {
      await say('Who am I?');
    });

    expect(said()).toEqual([
      'I am Ada',
      'Nice to meet you',
      'I have a cat',
      'Nice to meet you',
      'Who am I?',
    ]);
  });

  it('R18: answers without its memory when that fails, and logs it', async () => {
    memory.fail.now = true;
    await withAgent(async (say, agent) => {
      expect(await say('Who am I?')).toEqual({ answer: 'Nice to meet you' });
      await agent.logs({
        level: 'error',
        message: 'memory failed',
        step: 'recall',
        error: 'ValidationException',
      });
    });
  });
});
