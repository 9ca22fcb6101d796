import { LocalBedrock } from '../agents/bedrock';
import { eventsOf } from '../agents/events';
import { Program } from '../agents/programs';

const CONVERSATION = 'a1b2c3d4-0000-4000-8000-000000000001';

describe('the console before agents on this machine', () => {
  let bedrock: LocalBedrock;
  let program: Program;
  let url: string;

  beforeAll(async () => {
    bedrock = await LocalBedrock.start();
    program = Program.start(
      'console',
      ['http', 'mcp', 'a2a', '--port', '0'],
      bedrock.environment,
    );
    [, url] = await program.says(/(http:\/\/127\.0\.0\.1:\d+\/console\/)/);
  });

  afterAll(async () => {
    await program.stop();
    bedrock.stop();
  });

  const say = (message: object, headers = {}) =>
    fetch(`${url}api/messages`, {
      method: 'POST',
      body: JSON.stringify({
        agent: 'http',
        conversation: CONVERSATION,
        text: 'Hi',
        ...message,
      }),
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('shows a page that runs nothing but its own script', async () => {
    const page = await fetch(url);

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    );
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([a-z]+\.[a-z]+)"/g)];
    expect(files.map(([, file]) => file)).toEqual(['style.css', 'chat.js']);
    for (const [, file] of files) {
      expect((await fetch(`${url}${file}`)).status).toBe(200);
    }
  });

  it('leads to the page from the root', async () => {
    const response = await fetch(new URL('/', url));

    expect(response.url).toBe(url);
  });

  it('is well', async () => {
    expect((await fetch(new URL('/ping', url))).status).toBe(200);
  });

  it('lists the agents, and not where they are', async () => {
    const response = await fetch(`${url}api/agents`);

    expect(await response.json()).toEqual({
      name: 'local',
      agents: [
        { name: 'http', protocol: 'HTTP', description: '' },
        { name: 'mcp', protocol: 'MCP', description: '' },
        { name: 'a2a', protocol: 'A2A', description: '' },
      ],
    });
  });

  it.each(['http', 'a2a'])(
    'R15: streams the answer of the agent %s as the model gives it',
    async agent => {
      const next = bedrock.nextAnswer();
      const call = say({ agent });
      const answer = await next;
      answer.say('first');
      const events = eventsOf(await call);

      // The model says the second word only after the first has arrived.
      expect((await events.next()).value).toEqual({ text: 'first' });
      answer.say('second');
      expect((await events.next()).value).toEqual({ text: 'second' });
      answer.end();
      expect((await events.next()).value).toEqual({ done: true });
    },
  );

  it('shows the tools of an agent that has tools, and calls one', async () => {
    const query = `agent=mcp&conversation=${CONVERSATION}`;
    const tools = await (await fetch(`${url}api/tools?${query}`)).json();
    expect(tools).toEqual([
      { name: 'ask', description: 'Answers a question', takesJson: false },
    ]);

    bedrock.behave(answer => {
      answer.say('Four');
      answer.end();
    });
    const response = await say({ agent: 'mcp', tool: 'ask' });

    expect(await response.text()).toBe(
      'data: {"text":"Four"}\n\ndata: {"done":true}\n\n',
    );
  });

  it('keeps a conversation in a session of its own', async () => {
    bedrock.behave(answer => {
      answer.say('Hello Ada');
      answer.end();
    });
    const conversation = 'a1b2c3d4-0000-4000-8000-000000000002';
    await (await say({ conversation, text: 'I am Ada' })).text();
    await (await say({ conversation, text: 'Who am I?' })).text();
    expect(bedrock.requests.at(-1)?.body.messages).toHaveLength(3);

    const other = 'a1b2c3d4-0000-4000-8000-000000000003';
    await (await say({ conversation: other, text: 'Who am I?' })).text();
    expect(bedrock.requests.at(-1)?.body.messages).toHaveLength(1);
  });

  it('R18: logs each message as JSON with session, latency and sizes, and nothing of what was said', async () => {
    await (await say({ text: 'whisper' })).text();

    const entry = await program.logs({
      message: 'call',
      path: '/console/api/messages',
      agent: 'http',
    });
    expect(entry).toMatchObject({
      level: 'info',
      status: 200,
      sessionId: expect.stringMatching(
        new RegExp(`^[0-9a-f]{32}-${CONVERSATION}$`),
      ),
      latencyMs: expect.any(Number),
      requestBytes: expect.any(Number),
      responseBytes: expect.any(Number),
    });
    expect(JSON.stringify(program.log)).not.toContain('whisper');
  });

  it.each([
    ['an agent that is not there', { agent: 'nobody' }, 404],
    ['a conversation that is not one', { conversation: '../x' }, 400],
    ['nothing said', { text: ' ' }, 400],
    ['too much said', { text: 'x'.repeat(6001) }, 400],
  ])('refuses %s', async (_, message, status) => {
    const response = await say(message);

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String) });
  });

  it('refuses what a form of another site can send', async () => {
    const response = await say({}, { 'content-type': 'text/plain' });

    expect(response.status).toBe(415);
  });

  it('R18: says that an agent failed, and not why', async () => {
    bedrock.refuse('ValidationException', 400);
    const response = await say({});

    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      error: 'The agent failed; its log says why.',
    });
  });
});
