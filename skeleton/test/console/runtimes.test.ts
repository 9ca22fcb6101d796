import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { runtimeFetch } from '../../console/runtimes';

const AGENT = {
  name: 'assistant',
  protocol: 'HTTP' as const,
  description: '',
  runtime: { parameter: '/shop-dev/agents/assistant/runtime-arn' },
};
const RUNTIME_ARN =
  'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-1';
const SESSION = 's'.repeat(40);

describe('the way from the console to a runtime', () => {
  let server: Server;
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const answer = { status: 200, type: '' };
  let found = false;
  const environment = { ...process.env };

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      if (request.headers['x-amz-target'] === 'AmazonSSM.GetParameter') {
        response.writeHead(found ? 200 : 400, {
          'content-type': 'application/x-amz-json-1.1',
        });
        response.end(
          JSON.stringify(
            found
              ? { Parameter: { Value: RUNTIME_ARN } }
              : { __type: 'ParameterNotFound' },
          ),
        );
        return;
      }
      seen.push({ path: request.url ?? '', headers: request.headers });
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        'x-amzn-errortype': answer.type,
      });
      response.end('{"message":"secret of the log"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  afterAll(() => {
    process.env = environment;
    server.closeAllConnections();
    server.close();
  });

  const send = async (accessToken?: string) => {
    const response = await runtimeFetch(
      AGENT,
      SESSION,
      { id: 'ada', accessToken },
      new AbortController().signal,
    )('http://runtime/', { method: 'POST', body: '{}' });
    await response.text();
    return seen.at(-1);
  };

  it('R27: says that an agent is not there yet until its address is', async () => {
    await expect(send()).rejects.toMatchObject({
      status: 503,
      message: 'The agent assistant is not there yet.',
    });
    found = true;
    await expect(send()).resolves.toBeDefined();
  });

  it('R14: carries the token of who has signed in', async () => {
    expect(await send('token-1')).toMatchObject({
      path: `/runtimes/${encodeURIComponent(
        RUNTIME_ARN,
      )}/invocations?qualifier=DEFAULT`,
      headers: {
        authorization: 'Bearer token-1',
        'x-amzn-bedrock-agentcore-runtime-session-id': SESSION,
      },
    });
  });

  it('R13: is signed where nobody signs in', async () => {
    expect(await send()).toMatchObject({
      headers: {
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 /),
        'x-amzn-bedrock-agentcore-runtime-session-id': SESSION,
      },
    });
  });

  it.each([
    ['ThrottlingException', 429, 429],
    ['AccessDeniedException', 403, 403],
    ['RuntimeClientError', 424, 502],
    ['InternalServerException', 500, 502],
  ])('tells a %s in words of its own', async (type, status, told) => {
    Object.assign(answer, { status, type });
    for (const token of ['token-1', undefined]) {
      await expect(send(token)).rejects.toMatchObject({
        status: told,
        message: expect.not.stringContaining('secret'),
        cause: { name: type },
      });
    }
  });
});
