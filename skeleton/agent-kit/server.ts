import { once } from 'node:events';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { describeFailure, Failure, toFailure } from './failure';
import { log, LogFields } from './logger';

/** A call, and where its answer goes. */
export interface Call {
  /** The session that the call belongs to, if its sender names one. */
  readonly sessionId?: string;
  /** The body, parsed as JSON; undefined if there is none. */
  readonly body: unknown;
  /** The request itself. Its body has been read. */
  readonly request: IncomingMessage;
  /** Where the answer goes. */
  readonly response: ServerResponse;
  /** Aborted when the sender has gone, so that nobody works for nobody. */
  readonly signal: AbortSignal;
  /** Adds a fact to the one line that the log gets of this call. */
  note(fields: LogFields): void;
}

/** Answers a call. What it throws is answered in its place: see {@link Failure}. */
export type Handler = (call: Call) => Promise<void> | void;

/** Handlers by method and path, such as `POST /invocations`. */
export type Routes = Readonly<Record<string, Handler>>;

/** The body that tells a sender of a failure, in the words of a protocol. */
export type FailureBody = (failure: Failure) => object;

/**
 * The header by which AgentCore names the session.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Understand the AgentCore Runtime service contract".
 */
export const SESSION_HEADER = 'x-amzn-bedrock-agentcore-runtime-session-id';

/** Bytes of a request that are read at most: far more than a person writes, far less than what fills the memory. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Milliseconds in which a request must have come in. What follows may take as long as the model thinks. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Milliseconds that calls have to end after the server is told to stop. */
const SHUTDOWN_MS = 10_000;

/**
 * Serves calls over HTTP until the process is told to stop; then the calls that are under way end first. Each call leaves
 * one line in the log: its session, how long it took, how much was sent and answered, and what went wrong.
 *
 * @param defaultPort - TCP port, unless the environment variable `PORT` names another one; 0 is any that is free
 * @param routes - who answers what; `GET /ping`, by which AgentCore asks whether the agent is well, is there already
 * @param failureBody - what failures look like; `{"error": "…"}` if it is left out
 * @returns the server, which begins to listen
 */
export function serve(
  defaultPort: number,
  routes: Routes,
  failureBody: FailureBody = ({ message }) => ({ error: message }),
): Server {
  const all: Routes = { 'GET /ping': ping(), ...routes };
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      void answer(all, failureBody, request, response);
    },
  );
  server.once('listening', () => {
    log('info', 'listening', { port: (server.address() as AddressInfo).port });
  });
  server.once('error', ({ name, message }) => {
    log('error', 'cannot listen', { error: name, reason: message });
    process.exitCode = 1;
  });
  process.once('SIGTERM', () => stop(server));
  process.once('SIGINT', () => stop(server));
  // AgentCore reaches the agent from outside its container; on a developer's machine `HOST` is 127.0.0.1.
  server.listen(
    Number(process.env.PORT ?? defaultPort),
    process.env.HOST ?? '0.0.0.0',
  );
  return server;
}

/**
 * The session of a call.
 *
 * @throws a {@link Failure} if there is none, or if it is shorter than AgentCore allows
 */
export function sessionOf({ sessionId }: Call): string {
  if (!sessionId || sessionId.length < 33 || sessionId.length > 256) {
    throw new Failure(
      400,
      `Name the session in the header ${SESSION_HEADER}: 33 to 256 characters, the same for all calls of a conversation.`,
    );
  }
  return sessionId;
}

/** Whether the sender of a call understands server-sent events. */
export function acceptsEvents({ request }: Call): boolean {
  return request.headers.accept?.includes('text/event-stream') ?? false;
}

/**
 * Answers with JSON.
 *
 * @param response - where the answer goes
 * @param status - HTTP status
 * @param body - the answer
 */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

/**
 * Answers with server-sent events as they come, no faster than the reader reads. Until the first event it is still open
 * whether the call fails; after it, a failure is the last event.
 *
 * @param call - the call
 * @param events - what becomes the data of an event each
 */
export async function sendEvents(
  { response, signal }: Call,
  events: AsyncIterable<object>,
): Promise<void> {
  for await (const event of events) {
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
    }
    if (!response.write(`data: ${JSON.stringify(event)}\n\n`)) {
      await once(response, 'drain', { signal });
    }
  }
  response.end();
}

function ping(): Handler {
  // The moment at which the agent became well, by which AgentCore tells how long it has been so.
  const since = Math.floor(Date.now() / 1000);
  return ({ response }) =>
    sendJson(response, 200, { status: 'Healthy', time_of_last_update: since });
}

async function answer(
  routes: Routes,
  failureBody: FailureBody,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://agent').pathname;
  const sessionId = request.headers[SESSION_HEADER]?.toString();
  const facts = measure(request, response, { path, sessionId });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const handler = routes[`${request.method} ${path}`];
    if (!handler) {
      throw new Failure(404, `There is no ${request.method} ${path}.`);
    }
    const body = await readBody(request, facts);
    await handler({
      sessionId,
      body,
      request,
      response,
      signal: gone.signal,
      note: fields => Object.assign(facts, fields),
    });
  } catch (error) {
    const failure = toFailure(error);
    noteFailure(facts, failure);
    sendFailure(response, failure.status, failureBody(failure));
  }
}

/** Begins to measure a call, and logs it when its answer has gone out or its sender has. */
function measure(
  { socket }: IncomingMessage,
  response: ServerResponse,
  fields: LogFields,
): Record<string, LogFields[string]> {
  const started = performance.now();
  const writtenBefore = socket.bytesWritten;
  const facts = { ...fields };
  response.once('close', () => {
    if (fields.path === '/ping') {
      return;
    }
    log(facts.error ? 'error' : 'info', 'call', {
      ...facts,
      status: response.statusCode,
      complete: response.writableFinished,
      latencyMs: Math.round(performance.now() - started),
      responseBytes: socket.bytesWritten - writtenBefore,
    });
  });
  return facts;
}

async function readBody(
  request: IncomingMessage,
  facts: Record<string, LogFields[string]>,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new Failure(413, 'The request is larger than 1 MiB.');
    }
    chunks.push(chunk);
  }
  facts.requestBytes = bytes;
  if (bytes === 0) {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Failure(400, 'The request is not JSON.');
  }
}

/** An alarm counts errors: what the sender did wrong is none. */
function noteFailure(
  facts: Record<string, LogFields[string]>,
  failure: Failure,
): void {
  const { error, reason } = describeFailure(failure);
  Object.assign(facts, failure.isSenders ? { reason } : { error, reason });
}

function sendFailure(
  response: ServerResponse,
  status: number,
  body: object,
): void {
  if (response.destroyed) {
    return;
  }
  if (response.headersSent) {
    response.end(`data: ${JSON.stringify(body)}\n\n`);
    return;
  }
  // What is left of a request that was not read to its end must not be taken for the next one.
  response.setHeader('connection', 'close');
  sendJson(response, status, body);
}

function stop(server: Server): void {
  server.close();
  // Connections that callers keep open for later would hold the process up.
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS).unref();
}
