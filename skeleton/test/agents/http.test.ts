import { LocalBedrock } from './bedrock';
import { Program } from './programs';
import { eventsOf } from './events';

/** A session's id of 36 characters. */
const SESSION = 'a1b2c3d4-0000-4000-8000-000000000001';

describe('an agent of protocol HTTP', () => {
  let bedrock: LocalBedrock;
  let agent: Program;
  let url: string;

  beforeAll(async () => {
    bedrock = await LocalBedrock.start();
    agent = Program.start('agent', ['http', '--port', '0'], {
      ...bedrock.environment,
      MODEL_ID: 'amazon.nova-lite-v1:0',
      GUARDRAIL_ID: 'guard',
      GUARDRAIL_VERSION: '3',
    });
    [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
  });

  afterAll(async () => {
    await agent.stop();
    bedrock.stop();
  });

  const invoke = (
    body: string,
    headers: Record<string, string> = {},
    session = SESSION,
  ) =>
    fetch(`${url}/invocations`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-amzn-bedrock-agentcore-runtime-session-id': session,
        ...headers,
      },
    });

  it('R15: says that it is well', async () => {
    const response = await fetch(`${url}/ping`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'Healthy',
      time_of_last_update: expect.any(Number),
    });
  });

  it('R15: answers with JSON', async () => {
    bedrock.behave(answer => {
      answer.say('Good ');
      answer.say('day');
      answer.end();
    });

    const response = await invoke('{"prompt":"Hi"}');

    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ answer: 'Good day' });
  });

  it('R15: streams the answer as the model gives it', async () => {
    const next = bedrock.nextAnswer();
    const call = invoke('{"prompt":"Hi"}', { accept: 'text/event-stream' });
    const answer = await next;

    answer.say('first');
    const response = await call;
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = eventsOf(response);
    // The model says the second word only after the first has arrived.
    expect((await events.next()).value).toEqual({ text: 'first' });
    answer.say('second');
    expect((await events.next()).value).toEqual({ text: 'second' });
    answer.end();
    expect((await events.next()).value).toEqual({ done: true });
    expect((await events.next()).done).toBe(true);
  });

  it('R15: knows what was said in the session before, and in no other', async () => {
    const session = 'b'.repeat(40);
    bedrock.behave(answer => {
      answer.say('Nice to meet you');
      answer.end();
    });
    await (await invoke('{"prompt":"I am Ada"}', {}, session)).text();
    await (await invoke('{"prompt":"Who am I?"}', {}, session)).text();

    const said = () =>
      bedrock.requests
        .at(-1)
        ?.body.messages.map(({ content: [{ text }] }) => text);
    expect(said()).toEqual(['I am Ada', 'Nice to meet you', 'Who am I?']);
    await (await invoke('{"prompt":"Who am I?"}', {}, 'c'.repeat(40))).text();
    expect(said()).toEqual(['Who am I?']);
  });

  it('R17: calls its model through the guardrail', async () => {
    await (await invoke('{"prompt":"Hi"}')).text();

    expect(bedrock.requests.at(-1)).toMatchObject({
      path: '/model/amazon.nova-lite-v1%3A0/converse-stream',
      body: {
        guardrailConfig: {
          guardrailIdentifier: 'guard',
          guardrailVersion: '3',
        },
      },
    });
  });

  it('R18: logs each call as JSON with session, latency and sizes, and nothing of what was said', async () => {
    bedrock.behave(answer => {
      answer.say('whisper-back');
      answer.end();
    });
    const sessionId = 'd'.repeat(40);
    await (await invoke('{"prompt":"whisper"}', {}, sessionId)).text();

    const entry = await agent.logs({ message: 'call', sessionId });
    expect(entry).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: 'info',
      message: 'call',
      path: '/invocations',
      sessionId,
      status: 200,
      complete: true,
      latencyMs: expect.any(Number),
      requestBytes: '{"prompt":"whisper"}'.length,
      responseBytes: expect.any(Number),
    });
    expect(JSON.stringify(agent.log)).not.toContain('whisper');
  });

  it.each([
    ['a body that is not JSON', '{"prompt":', SESSION, /not JSON/],
    ['a body without a prompt', '{"question":"Hi"}', SESSION, /"prompt"/],
    ['an empty prompt', '{"prompt":" "}', SESSION, /"prompt"/],
    ['a null', 'null', SESSION, /"prompt"/],
    ['a session that is too short', '{"prompt":"Hi"}', 'short', /33 to 256/],
    ['no session', '{"prompt":"Hi"}', '', /33 to 256/],
  ])('R15: refuses %s with 400', async (_, body, session, reason) => {
    const response = await invoke(body, {}, session);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: expect.stringMatching(reason),
    });
  });

  it('R15: refuses a request that is too large with 413', async () => {
    const prompt = 'x'.repeat(1024 * 1024);
    const response = await invoke(JSON.stringify({ prompt }));

    expect(response.status).toBe(413);
  });

  it('answers 404 to what it does not know', async () => {
    const response = await fetch(`${url}/other`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'There is no GET /other.' });
  });

  it.each([
    ['ThrottlingException', 429, 429],
    ['AccessDeniedException', 403, 502],
    ['ValidationException', 400, 502],
  ])(
    'R18: answers and logs a %s of the model',
    async (error, modelStatus, status) => {
      bedrock.refuse(error, modelStatus);
      const sessionId = `${error}-`.padEnd(40, 'e');
      const response = await invoke('{"prompt":"Hi"}', {}, sessionId);

      expect(response.status).toBe(status);
      expect(await response.text()).not.toContain('secret');
      expect(await agent.logs({ sessionId })).toMatchObject({
        level: 'error',
        error,
        status,
      });
    },
  );

  it('R18: ends a stream with the reason when the model breaks off', async () => {
    const next = bedrock.nextAnswer();
    const sessionId = 'f'.repeat(40);
    const call = invoke(
      '{"prompt":"Hi"}',
      { accept: 'text/event-stream' },
      sessionId,
    );
    const answer = await next;
    answer.say('Well');
    const events = eventsOf(await call);
    await events.next();
    answer.breakOff('throttlingException', 'slow down');

    expect((await events.next()).value).toEqual({
      error: 'The model is busy; try again in a moment.',
    });
    expect(await agent.logs({ sessionId })).toMatchObject({
      level: 'error',
      error: 'ThrottlingException',
    });
  });

  it('R18: notes when its caller has gone before the end', async () => {
    const next = bedrock.nextAnswer();
    const gone = new AbortController();
    const sessionId = 'g'.repeat(40);
    const call = fetch(`${url}/invocations`, {
      method: 'POST',
      body: '{"prompt":"Hi"}',
      headers: {
        accept: 'text/event-stream',
        'x-amzn-bedrock-agentcore-runtime-session-id': sessionId,
      },
      signal: gone.signal,
    });
    (await next).say('Well');
    await call;
    gone.abort();

    expect(await agent.logs({ sessionId })).toMatchObject({ complete: false });
  });
});

describe('an agent that is told to stop', () => {
  it('R15: ends the call that is under way first', async () => {
    const bedrock = await LocalBedrock.start();
    const agent = Program.start('agent', ['http', '--port', '0'], {
      ...bedrock.environment,
    });
    const [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);
    const next = bedrock.nextAnswer();
    const call = fetch(`${url}/invocations`, {
      method: 'POST',
      body: '{"prompt":"Hi"}',
      headers: { 'x-amzn-bedrock-agentcore-runtime-session-id': SESSION },
    });
    const answer = await next;
    const stopped = agent.stop();
    answer.say('Bye');
    answer.end();

    expect(await (await call).json()).toEqual({ answer: 'Bye' });
    expect(await stopped).toBe(0);
    bedrock.stop();
  });
});
