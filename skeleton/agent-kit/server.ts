import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { log } from './logger';

/** A call of an agent. */
export interface Call {
  /** The session that the call belongs to. */
  readonly sessionId: string;
  /** The body, parsed as JSON. */
  readonly body: unknown;
  /** The request itself. */
  readonly request: IncomingMessage;
  /** Where the answer goes. */
  readonly response: ServerResponse;
}

/** What an agent does for a method and a path. */
export type Routes = Readonly<
  Record<string, (call: Call) => Promise<void> | void>
>;

/**
 * The header by which AgentCore names the session.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "HTTP protocol contract".
 */
const SESSION_HEADER = 'x-amzn-bedrock-agentcore-runtime-session-id';

/** Bytes of a request that are read at most: the largest payload that AgentCore passes on. */
const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** A request that cannot be answered, and the reason in words for its sender. */
export class BadRequest extends Error {}

/**
 * Serves an agent. Each call is logged with its session, how long it took, and how much was sent and answered; `GET /ping`
 * says that the agent is well.
 *
 * @param routes - by method and path, such as `POST /invocations`
 * @param port - TCP port; 0 for any
 * @returns the server, once it listens
 */
export async function serve(routes: Routes, port: number): Promise<Server> {
  const all: Routes = {
    'GET /ping': ({ response }) =>
      json(response, 200, {
        status: 'Healthy',
        time_of_last_update: Math.floor(Date.now() / 1000),
      }),
    ...routes,
  };
  const server = createServer((request, response) => {
    void handle(all, request, response);
  });
  // AgentCore reaches the agent from outside its container.
  await new Promise<void>(resolve => {
    server.listen(port, process.env.HOST ?? '0.0.0.0', resolve);
  });
  process.once('SIGTERM', () => server.close());
  return server;
}

/**
 * Answers with JSON.
 *
 * @param response - where the answer goes
 * @param status - HTTP status
 * @param body - the answer
 */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

async function handle(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const path = new URL(request.url ?? '/', 'http://agent').pathname;
  const sessionId = String(request.headers[SESSION_HEADER] ?? 'none');
  let requestBytes = 0;
  try {
    const route = routes[`${request.method} ${path}`];
    if (!route) {
      json(response, 404, { error: `There is no ${request.method} ${path}.` });
      return;
    }
    const text = await readBody(request);
    requestBytes = Buffer.byteLength(text);
    await route({ sessionId, body: parse(text), request, response });
  } catch (error) {
    fail(response, error, sessionId);
  } finally {
    if (path !== '/ping') {
      log(response.statusCode < 500 ? 'info' : 'error', 'call', {
        path,
        sessionId,
        status: response.statusCode,
        latencyMs: Math.round(performance.now() - started),
        requestBytes,
        responseBytes: response.socket?.bytesWritten ?? 0,
      });
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new BadRequest('The request is larger than 100 MB.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  if (text === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('The request is not JSON.');
  }
}

function fail(
  response: ServerResponse,
  error: unknown,
  sessionId: string,
): void {
  const expected = error instanceof BadRequest;
  if (!expected) {
    log('error', 'failure', {
      sessionId,
      error: error instanceof Error ? error.name : 'unknown',
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  json(response, expected ? 400 : 500, {
    error: expected
      ? (error as BadRequest).message
      : 'The agent failed; its log says why.',
  });
}
