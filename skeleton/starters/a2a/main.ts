import { randomUUID } from 'node:crypto';
import { AgentEnvironment, readEnvironment } from '../../agent-kit/environment';
import { Model, userMessage } from '../../agent-kit/model';
import { Call, json, serve } from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

/** Port of AgentCore's A2A protocol. */
const PORT = 9000;

/** A request of JSON-RPC 2.0, which A2A speaks. */
interface RpcRequest {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: {
    readonly message?: { readonly parts?: readonly { text?: string }[] };
  };
}

/**
 * Starts the agent: the card that says what it can do, and `message/send` and `message/stream` of the Agent2Agent protocol.
 *
 * @param port - TCP port
 */
export function start(port = PORT) {
  const environment = readEnvironment();
  const model = new Model(environment);
  return serve(
    {
      'GET /.well-known/agent-card.json': ({ response }) =>
        json(response, 200, card(environment)),
      'POST /': call => answer(model, call),
    },
    port,
  );
}

function card({ name, description }: AgentEnvironment) {
  return {
    protocolVersion: '0.3.0',
    name,
    description: description || `The agent ${name}`,
    version: '1.0.0',
    url: process.env.AGENTCORE_RUNTIME_URL ?? `http://localhost:${PORT}/`,
    preferredTransport: 'JSONRPC',
    capabilities: { streaming: true },
    defaultInputModes: ['text'],
    defaultOutputModes: ['text'],
    skills: [
      {
        id: 'ask',
        name: 'Ask',
        description: 'Answers a question',
        tags: ['question'],
      },
    ],
  };
}

async function answer(model: Model, { body, response }: Call): Promise<void> {
  const rpc = (body ?? {}) as RpcRequest;
  const id = rpc.id ?? null;
  const prompt = promptOf(rpc);
  switch (rpc.method) {
    case 'message/send': {
      const text = await askFor(model, prompt);
      json(response, 200, { jsonrpc: '2.0', id, result: message(text) });
      return;
    }
    case 'message/stream': {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const stream = model.stream([userMessage(prompt)], INSTRUCTIONS);
      for await (const text of stream) {
        const event = { jsonrpc: '2.0', id, result: message(text) };
        response.write(`data: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
      return;
    }
    default:
      json(response, 200, {
        jsonrpc: '2.0',
        id,
        error: { code: -32601, message: 'There is no such method.' },
      });
  }
}

function promptOf({ params }: RpcRequest): string {
  return (params?.message?.parts ?? [])
    .map(({ text }) => text ?? '')
    .join('\n');
}

function askFor(model: Model, prompt: string): Promise<string> {
  return model.ask(prompt, INSTRUCTIONS);
}

function message(text: string) {
  return {
    kind: 'message',
    role: 'agent',
    messageId: randomUUID(),
    parts: [{ kind: 'text', text }],
  };
}

if (require.main === module) {
  void start();
}
