import { Assistant, whole } from '../../agent-kit/assistant';
import { readEnvironment } from '../../agent-kit/environment';
import { Failure } from '../../agent-kit/failure';
import { KnowledgeBase, knowledgeTools } from '../../agent-kit/knowledge';
import {
  acceptsEvents,
  sendEvents,
  sendJson,
  serve,
  sessionOf,
} from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

const environment = readEnvironment();

/** What the model may ask for. Add tools of yours here. */
const TOOLS = knowledgeTools(KnowledgeBase.of(environment));

const assistant = new Assistant(environment, INSTRUCTIONS, TOOLS);

/**
 * The agent, by AgentCore's HTTP protocol: `{"prompt": "…"}` is answered by `{"answer": "…"}` or, if the caller accepts
 * `text/event-stream`, by events `{"text": "…"}` as the answer comes, and `{"done": true}`.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "HTTP protocol contract".
 */
serve(8080, {
  'POST /invocations': async call => {
    const answer = assistant.converse(
      sessionOf(call),
      promptOf(call.body),
      call.signal,
    );
    if (acceptsEvents(call)) {
      await sendEvents(call, toEvents(answer));
    } else {
      sendJson(call.response, 200, { answer: await whole(answer) });
    }
  },
});

function promptOf(body: unknown): string {
  const prompt = (body as { prompt?: unknown } | null | undefined)?.prompt;
  if (typeof prompt !== 'string' || prompt.trim() === '') {
    throw new Failure(400, 'Send {"prompt": "…"} with what you want to say.');
  }
  return prompt;
}

async function* toEvents(answer: AsyncIterable<string>) {
  for await (const text of answer) {
    yield { text };
  }
  yield { done: true };
}
