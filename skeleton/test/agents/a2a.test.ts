import { LocalBedrock } from './bedrock';
import { eventsOf } from './events';
import { Program } from './programs';

describe('an agent of protocol A2A', () => {
  let bedrock: LocalBedrock;
  let agent: Program;
  let url: string;

  beforeAll(async () => {
    bedrock = await LocalBedrock.start();
    agent = Program.start('agent', ['a2a', '--port', '0'], {
      ...bedrock.environment,
      AGENTCORE_RUNTIME_URL: 'https://runtime.example.com/',
    });
    [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
  });

  afterAll(async () => {
    await agent.stop();
    bedrock.stop();
  });

  const call = (body: unknown) =>
    fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const request = (method: string, text = 'Hi') => ({
    jsonrpc: '2.0',
    id: 'request-1',
    method,
    params: {
      message: {
        kind: 'message',
        role: 'user',
        messageId: '1',
        contextId: 'context-1',
        parts: [{ kind: 'text', text }],
      },
    },
  });

  it('R15: shows its card', async () => {
    const response = await fetch(`${url}/.well-known/agent-card.json`);

    expect(await response.json()).toMatchObject({
      protocolVersion: '0.3.0',
      name: 'a2a',
      url: 'https://runtime.example.com/',
      preferredTransport: 'JSONRPC',
      capabilities: { streaming: true },
      skills: [{ id: 'ask' }],
    });
  });

  it('R15: answers message/send with a finished task', async () => {
    bedrock.behave(answer => {
      answer.say('Good ');
      answer.say('day');
      answer.end();
    });

    const response = await call(request('message/send'));

    expect(await response.json()).toMatchObject({
      jsonrpc: '2.0',
      id: 'request-1',
      result: {
        kind: 'task',
        contextId: 'context-1',
        status: { state: 'completed' },
        artifacts: [{ parts: [{ kind: 'text', text: 'Good day' }] }],
      },
    });
  });

  it('R15: streams the artifact of message/stream as the model gives it', async () => {
    const next = bedrock.nextAnswer();
    const events = eventsOf(await call(request('message/stream')));
    const result = async () =>
      ((await events.next()).value as { result: object }).result;
    expect(await result()).toMatchObject({ status: { state: 'working' } });

    const answer = await next;
    answer.say('first');
    const piece = (text: string, append: boolean) => ({
      kind: 'artifact-update',
      append,
      artifact: { parts: [{ kind: 'text', text }] },
    });
    expect(await result()).toMatchObject(piece('first', false));
    answer.say('second');
    expect(await result()).toMatchObject(piece('second', true));
    answer.end();
    expect(await result()).toMatchObject({
      kind: 'status-update',
      status: { state: 'completed' },
      final: true,
    });
    expect((await events.next()).done).toBe(true);
  });

  it('R18: says and logs that the model is throttled', async () => {
    bedrock.refuse('ThrottlingException', 429);

    const response = await call(request('message/send'));

    expect(await response.json()).toMatchObject({
      result: {
        status: {
          state: 'failed',
          message: {
            parts: [{ text: 'The model is busy; try again in a moment.' }],
          },
        },
      },
    });
    await agent.logs({ level: 'error', error: 'ThrottlingException' });
  });

  it.each([
    ['a message without text', request('message/send', ''), -32602],
    ['a message without parts', { id: 1, method: 'message/send' }, -32602],
    ['a method that it does not know', { id: 1, method: 'x' }, -32601],
    ['a task that has ended', { id: 1, method: 'tasks/get' }, -32001],
    ['what is no request', { id: 1 }, -32600],
    ['a null', null, -32600],
  ])('refuses %s with an error of JSON-RPC', async (_, body, code) => {
    expect(await (await call(body)).json()).toMatchObject({ error: { code } });
  });
});
