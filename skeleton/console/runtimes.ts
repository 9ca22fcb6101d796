import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { Failure } from '../agent-kit/failure';
import { SESSION_HEADER } from '../agent-kit/server';
import { runtimeArnOf } from './addresses';
import { Agent } from './settings';
import { User } from './users';

/** Sends a request to the runtime of an agent, as `fetch` would to a server: the URL is the runtime's own in any case. */
export type RuntimeFetch = (
  url: string | URL,
  init?: RequestInit,
) => Promise<Response>;

/** Milliseconds that an agent may take for a whole answer. */
const MAX_ANSWER_MS = 10 * 60_000;

const client = new BedrockAgentCoreClient({
  requestHandler: { connectionTimeout: 3_000, socketTimeout: 110_000 },
  // A request that is sent twice may be answered twice.
  maxAttempts: 1,
});

/**
 * The way to a runtime, in a session and for a user: with the user's token if there is one, which agents that ask for
 * sign-in want, or else signed with the permissions of this service.
 *
 * @param agent - the agent
 * @param sessionId - the session
 * @param user - who calls
 * @param signal - aborted when nobody waits for the answer any more
 */
export function runtimeFetch(
  agent: Agent,
  sessionId: string,
  { accessToken }: User,
  signal: AbortSignal,
): RuntimeFetch {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_ANSWER_MS)]);
  return async (_, init) => {
    if (init?.method !== 'POST') {
      // Runtimes take nothing but posts; clients of MCP try more and take a no.
      return new Response(null, { status: 405 });
    }
    const request = { ...init, signal: limit };
    const runtimeArn = await runtimeArnOf(agent);
    return accessToken
      ? invokeWithToken(runtimeArn, sessionId, accessToken, request)
      : invokeSigned(runtimeArn, sessionId, request);
  };
}

/** Source: Amazon Bedrock AgentCore Developer Guide, "Authenticate and authorize with Inbound Auth and Outbound Auth". */
async function invokeWithToken(
  runtimeArn: string,
  sessionId: string,
  token: string,
  init: RequestInit,
): Promise<Response> {
  const endpoint =
    process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE ??
    `https://bedrock-agentcore.${process.env.AWS_REGION}.amazonaws.com`;
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  headers.set(SESSION_HEADER, sessionId);
  const response = await fetch(
    `${endpoint}/runtimes/${encodeURIComponent(
      runtimeArn,
    )}/invocations?qualifier=DEFAULT`,
    { ...init, headers },
  ).catch(error => {
    throw new Failure(502, 'The agent cannot be reached.', error);
  });
  if (!response.ok) {
    throw runtimeFailure(
      response.headers.get('x-amzn-errortype')?.split(':')[0] ??
        `Status${response.status}`,
      await response.text(),
    );
  }
  return response;
}

async function invokeSigned(
  runtimeArn: string,
  sessionId: string,
  { headers, body, signal }: RequestInit,
): Promise<Response> {
  const given = new Headers(headers);
  const header = (name: string) => given.get(name) ?? undefined;
  try {
    const { response, contentType, mcpSessionId, statusCode } =
      await client.send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: runtimeArn,
          runtimeSessionId: sessionId,
          contentType: header('content-type'),
          accept: header('accept'),
          mcpSessionId: header('mcp-session-id'),
          mcpProtocolVersion: header('mcp-protocol-version'),
          payload: Buffer.from(String(body), 'utf8'),
        }),
        { abortSignal: signal ?? undefined },
      );
    return new Response(response?.transformToWebStream(), {
      status: statusCode,
      headers: {
        ...(contentType && { 'content-type': contentType }),
        ...(mcpSessionId && { 'mcp-session-id': mcpSessionId }),
      },
    });
  } catch (error) {
    const { name, message } =
      error instanceof Error ? error : new Error(String(error));
    throw runtimeFailure(name, message);
  }
}

/**
 * What becomes of the errors of AgentCore.
 *
 * Source: Amazon Bedrock AgentCore Data Plane API Reference, "InvokeAgentRuntime", Errors.
 */
const FAILURES: Readonly<Record<string, readonly [number, string]>> = {
  ThrottlingException: [429, 'The agent is busy; try again in a moment.'],
  ServiceQuotaExceededException: [
    429,
    'The agent has too many sessions; try again later.',
  ],
  AccessDeniedException: [403, 'You may not talk to this agent.'],
  UnauthorizedException: [401, 'The sign-in has expired; load the page again.'],
  ResourceNotFoundException: [502, 'The agent is not there.'],
  RuntimeClientError: [502, 'The agent failed; its log says why.'],
};

function runtimeFailure(name: string, message: string): Failure {
  const [status, reason] = FAILURES[name] ?? [
    502,
    'The agent did not answer; the log of the console says why.',
  ];
  return new Failure(
    status,
    reason,
    Object.assign(new Error(message), { name }),
  );
}
