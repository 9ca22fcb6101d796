import { ServerResponse } from 'node:http';
import { readEnvironment } from '../../agent-kit/environment';
import { Model, userMessage } from '../../agent-kit/model';
import { BadRequest, Call, json, serve } from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

/** Port of AgentCore's HTTP protocol. */
const PORT = 8080;

/**
 * Starts the agent: `POST /invocations` with `{"prompt": "…"}` answers `{"answer": "…"}`, or, if the caller accepts
 * `text/event-stream`, the answer as it comes.
 *
 * @param port - TCP port
 */
export function start(port = PORT) {
  const model = new Model(readEnvironment());
  return serve({ 'POST /invocations': call => answer(model, call) }, port);
}

async function answer(
  model: Model,
  { body, request, response }: Call,
): Promise<void> {
  const prompt = promptOf(body);
  if (!request.headers.accept?.includes('text/event-stream')) {
    json(response, 200, { answer: await model.ask(prompt, INSTRUCTIONS) });
    return;
  }
  const stream = model.stream([userMessage(prompt)], INSTRUCTIONS);
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  for await (const text of stream) {
    sendEvent(response, { text });
  }
  sendEvent(response, { done: true });
  response.end();
}

function promptOf(body: unknown): string {
  const prompt = (body as { prompt?: unknown } | undefined)?.prompt;
  if (typeof prompt !== 'string' || prompt.trim() === '') {
    throw new BadRequest('Send {"prompt": "…"} with what you want to say.');
  }
  return prompt;
}

function sendEvent(response: ServerResponse, event: object): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

if (require.main === module) {
  void start();
}
