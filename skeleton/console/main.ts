import { createHash } from 'node:crypto';
import { z } from 'zod/v3';
import { Failure } from '../agent-kit/failure';
import {
  Call,
  Handler,
  sendEvents,
  sendJson,
  serve,
} from '../agent-kit/server';
import { PAGE, secure, sendFile } from './page';
import { offeredTools, talk } from './protocols';
import { RuntimeFetch, runtimeFetch } from './runtimes';
import { Agent, readSettings } from './settings';
import { EVERYBODY, SignedInUsers, User } from './users';

/** Path under which the load balancer reaches the console. */
const BASE = '/console/';

/** What the page asks. */
const messageSchema = z.object({
  agent: z.string(),
  tool: z.string().optional(),
  conversation: z.string().uuid(),
  text: z.string().trim().min(1).max(6000),
});

const { platform, agents, signIn } = readSettings(process.env);
const users = signIn ? new SignedInUsers(signIn) : EVERYBODY;

/** The console: a page on which people who have signed in talk to the agents of the platform. */
serve(8080, {
  'GET /': toPage,
  'GET /console': toPage,
  ...Object.fromEntries(
    Object.entries(PAGE).map(([path, file]): [string, Handler] => [
      `GET ${BASE}${path}`,
      forUsers(async ({ response }) => sendFile(response, file)),
    ]),
  ),
  [`GET ${BASE}api/agents`]: forUsers(listAgents),
  [`GET ${BASE}api/tools`]: forUsers(listTools),
  [`POST ${BASE}api/messages`]: forUsers(answerMessage),
});

async function listAgents({ response }: Call, { name }: User): Promise<void> {
  sendJson(response, 200, {
    name: platform,
    user: name,
    agents: agents.map(({ name: agent, protocol, description }) => ({
      name: agent,
      protocol,
      description,
    })),
  });
}

async function listTools(call: Call, user: User): Promise<void> {
  const query = new URL(call.request.url ?? '/', 'http://console').searchParams;
  const agent = findAgent(query.get('agent') ?? '');
  const conversation = query.get('conversation') ?? '';
  const { send } = wayTo(agent, conversation, user, call);
  sendJson(call.response, 200, await offeredTools(send));
}

async function answerMessage(call: Call, user: User): Promise<void> {
  const { agent: name, conversation, ...said } = parseMessage(call);
  const agent = findAgent(name);
  const { sessionId, send } = wayTo(agent, conversation, user, call);
  await sendEvents(call, toEvents(talk(agent, { ...said, sessionId }, send)));
}

async function* toEvents(answer: AsyncIterable<string>) {
  for await (const text of answer) {
    if (text) {
      yield { text };
    }
  }
  yield { done: true };
}

/**
 * The way to an agent, in the session of a user's conversation. The user is part of the session's id, so that nobody gets
 * into the conversation of somebody else, whatever they know.
 */
function wayTo(
  agent: Agent,
  conversation: string,
  user: User,
  call: Call,
): { sessionId: string; send: RuntimeFetch } {
  const owner = createHash('sha256').update(user.id).digest('hex');
  const sessionId = `${owner.slice(0, 32)}-${conversation}`;
  call.note({ agent: agent.name, sessionId });
  return { sessionId, send: runtimeFetch(agent, sessionId, user, call.signal) };
}

function findAgent(name: string): Agent {
  const agent = agents.find(candidate => candidate.name === name);
  if (!agent) {
    throw new Failure(404, `There is no agent ${name}.`);
  }
  return agent;
}

function parseMessage({ request, body }: Call): z.infer<typeof messageSchema> {
  // Other sites can make a browser post forms, and not JSON.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Failure(415, 'Send JSON.');
  }
  const { data, error } = messageSchema.safeParse(body);
  if (error) {
    const [{ path, message }] = error.issues;
    throw new Failure(400, `${path.join('.') || 'The body'}: ${message}`);
  }
  return data;
}

/** Lets a handler answer those alone who have signed in, and tells browsers what to refuse. */
function forUsers(handler: (call: Call, user: User) => Promise<void>): Handler {
  return async call => {
    secure(call.response);
    await handler(call, await users.of(call.request));
  };
}

function toPage({ response }: Call): void {
  response.writeHead(302, { location: BASE }).end();
}
