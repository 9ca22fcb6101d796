import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Tool } from '@modelcontextprotocol/sdk/types.js';
import { createParser } from 'eventsource-parser';
import { randomUUID } from 'node:crypto';
import { Failure } from '../agent-kit/failure';
import { RuntimeFetch } from './runtimes';
import { Agent } from './settings';

/** What a person says to an agent. */
export interface Message {
  /** The words; for a tool that takes more than words, JSON. */
  readonly text: string;
  /** The conversation that they belong to. */
  readonly sessionId: string;
  /** The tool to call, for an agent that has tools. */
  readonly tool?: string;
}

/** Something that an agent of protocol MCP can do. */
export interface OfferedTool {
  /** Name of the tool. */
  readonly name: string;
  /** What it does. */
  readonly description: string;
  /** Whether it takes JSON rather than words. */
  readonly takesJson: boolean;
}

/** Any: the runtime's own is used. */
const URL_OF_RUNTIME = new URL('http://runtime/');

/**
 * Says something to an agent in the protocol that it speaks, and yields its answer as it comes.
 *
 * @param agent - the agent
 * @param message - what to say
 * @param send - the way to its runtime
 * @throws a `Failure` if the agent refuses or fails
 */
export function talk(
  { protocol }: Agent,
  message: Message,
  send: RuntimeFetch,
): AsyncIterable<string> {
  switch (protocol) {
    case 'MCP':
      return callTool(message, send);
    case 'A2A':
      return sendMessage(message, send);
    default:
      return invoke(message, send);
  }
}

/**
 * The tools of an agent of protocol MCP.
 *
 * @param send - the way to its runtime
 */
export async function offeredTools(
  send: RuntimeFetch,
): Promise<readonly OfferedTool[]> {
  return withClient(send, async client => {
    const { tools } = await client.listTools();
    return tools.map(tool => ({
      name: tool.name,
      description: tool.description ?? '',
      takesJson: onlyWord(tool) === undefined,
    }));
  });
}

async function* invoke(
  { text }: Message,
  send: RuntimeFetch,
): AsyncGenerator<string> {
  const response = await post(send, { prompt: text });
  for await (const data of answersOf(response)) {
    yield textOf(data);
  }
}

async function* sendMessage(
  { text, sessionId }: Message,
  send: RuntimeFetch,
): AsyncGenerator<string> {
  const response = await post(send, {
    jsonrpc: '2.0',
    id: randomUUID(),
    method: 'message/stream',
    params: {
      message: {
        kind: 'message',
        role: 'user',
        messageId: randomUUID(),
        contextId: sessionId,
        parts: [{ kind: 'text', text }],
      },
    },
  });
  for await (const data of answersOf(response)) {
    const { result, error } = data as A2aAnswer;
    if (error) {
      throw new Failure(502, error.message ?? 'The agent refused.');
    }
    if (result?.status?.state === 'failed') {
      throw new Failure(
        502,
        words(result.status.message?.parts) || 'The agent failed.',
      );
    }
    yield words(result?.artifact?.parts ?? result?.parts);
  }
}

async function* callTool(
  { text, tool: name }: Message,
  send: RuntimeFetch,
): AsyncGenerator<string> {
  yield await withClient(send, async client => {
    const { tools } = await client.listTools();
    const tool = tools.find(candidate => candidate.name === name) ?? tools[0];
    if (!tool) {
      throw new Failure(502, 'The agent has no tools.');
    }
    const result = await client.callTool({
      name: tool.name,
      arguments: argumentsOf(tool, text),
    });
    const answer = words(result.content as readonly Part[]);
    if (result.isError) {
      throw new Failure(502, answer || 'The tool failed.');
    }
    return answer;
  });
}

async function withClient<T>(
  send: RuntimeFetch,
  action: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ name: 'console', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(URL_OF_RUNTIME, { fetch: send }),
  );
  try {
    return await action(client);
  } finally {
    await client.close();
  }
}

/** What the words of a person are to a tool: its one argument, or JSON. */
function argumentsOf(tool: Tool, text: string): Record<string, unknown> {
  const word = onlyWord(tool);
  if (word !== undefined) {
    return { [word]: text };
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(
      400,
      `The tool ${tool.name} takes JSON: ${JSON.stringify(
        tool.inputSchema.properties ?? {},
      )}`,
    );
  }
}

/** The argument of a tool that takes one text and nothing else that it needs. */
function onlyWord({ inputSchema }: Tool): string | undefined {
  const { properties = {}, required = [] } = inputSchema;
  const [name, ...others] = required;
  const { type } = (properties[name] ?? {}) as { type?: string };
  return others.length === 0 && type === 'string' ? name : undefined;
}

interface Part {
  readonly text?: string;
}

/** What is read of an answer of the Agent2Agent protocol. */
interface A2aAnswer {
  readonly error?: { readonly message?: string };
  readonly result?: {
    readonly parts?: readonly Part[];
    readonly artifact?: { readonly parts?: readonly Part[] };
    readonly status?: {
      readonly state?: string;
      readonly message?: { readonly parts?: readonly Part[] };
    };
  };
}

function words(parts: readonly Part[] = []): string {
  return parts.map(({ text }) => text ?? '').join('');
}

function post(send: RuntimeFetch, body: object): Promise<Response> {
  return send(URL_OF_RUNTIME, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
    },
    body: JSON.stringify(body),
  });
}

/** The parts of an answer, parsed, as they come: many of a stream, or one. */
async function* answersOf(response: Response): AsyncGenerator<unknown> {
  if (!response.headers.get('content-type')?.includes('event-stream')) {
    yield parse(await response.text());
    return;
  }
  const events: unknown[] = [];
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => events.push(parse(data)),
  });
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* events.splice(0);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The words in a part of an answer of protocol HTTP, which each agent may shape as it likes. */
function textOf(data: unknown): string {
  if (typeof data === 'string') {
    return data;
  }
  const { text, answer, error, done } = (data ?? {}) as {
    readonly text?: string;
    readonly answer?: string;
    readonly error?: string;
    readonly done?: boolean;
  };
  if (error) {
    throw new Failure(502, error);
  }
  return text ?? answer ?? (done ? '' : JSON.stringify(data));
}
