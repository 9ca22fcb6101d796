import { Message } from '@aws-sdk/client-bedrock-runtime';
import { AgentEnvironment } from './environment';
import { describeFailure, Failure, toFailure } from './failure';
import { log } from './logger';
import { AgentCoreMemory, Memory, ProcessMemory } from './memory';
import { Model } from './model';
import { Tool, useTools } from './tool';

/** Times that the model may ask for tools before it must have answered. */
const MAX_ROUNDS = 6;

/** A model with instructions, tools and a memory: what stands behind each protocol that an agent may speak. */
export class Assistant {
  private readonly model: Model;
  private readonly memory: Memory;

  /**
   * @param environment - which model, guardrail and memory
   * @param instructions - how the model is to behave
   * @param tools - what the model may ask for
   */
  constructor(
    environment: AgentEnvironment,
    private readonly instructions: string,
    private readonly tools: readonly Tool[] = [],
  ) {
    this.model = new Model(environment);
    this.memory = environment.memoryId
      ? new AgentCoreMemory(environment.memoryId)
      : new ProcessMemory();
  }

  /**
   * Answers what a user says in a session, as the answer comes.
   *
   * @param sessionId - the session; what was said in it before is known
   * @param prompt - what the user says
   * @param signal - aborted when nobody waits for the answer any more
   * @throws a `Failure` if the model refuses or fails
   */
  async *converse(
    sessionId: string,
    prompt: string,
    signal?: AbortSignal,
  ): AsyncGenerator<string> {
    const turns = await this.whateverHappens('recall', sessionId, () =>
      this.memory.recall(sessionId),
    );
    const messages = [
      ...(turns ?? []).flatMap(turn => [
        message('user', turn.prompt),
        message('assistant', turn.answer),
      ]),
      message('user', prompt),
    ];
    let answer = '';
    for await (const text of this.answer(messages, signal)) {
      answer += text;
      yield text;
    }
    if (answer) {
      await this.whateverHappens('remember', sessionId, () =>
        this.memory.remember(sessionId, { prompt, answer }),
      );
    }
  }

  /**
   * Answers a single question, as a whole and without a memory of others.
   *
   * @param question - the question
   * @param signal - aborted when nobody waits for the answer any more
   * @throws a `Failure` if the model refuses or fails
   */
  async ask(question: string, signal?: AbortSignal): Promise<string> {
    return whole(this.answer([message('user', question)], signal));
  }

  /** Lets the model answer, and does for it what it asks for on the way. */
  private async *answer(
    messages: readonly Message[],
    signal?: AbortSignal,
  ): AsyncGenerator<string> {
    const conversation = [...messages];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const said = yield* this.model.stream(
        conversation,
        this.instructions,
        this.tools,
        signal,
      );
      const wishes = said.flatMap(({ toolUse }) => toolUse ?? []);
      if (wishes.length === 0) {
        return;
      }
      if (said.some(({ text }) => text)) {
        yield '\n\n';
      }
      conversation.push(
        { role: 'assistant', content: [...said] },
        { role: 'user', content: await useTools(this.tools, wishes, signal) },
      );
    }
    throw new Failure(
      502,
      `The model asked for tools ${MAX_ROUNDS} times and did not answer; ask for less at once.`,
    );
  }

  /** A memory that fails makes an agent forgetful, not silent. */
  private async whateverHappens<T>(
    step: string,
    sessionId: string,
    action: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      const facts = describeFailure(toFailure(error));
      log('error', 'memory failed', { step, sessionId, ...facts });
      return undefined;
    }
  }
}

/**
 * The whole of an answer.
 *
 * @param answer - the answer as it comes
 */
export async function whole(answer: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of answer) {
    text += piece;
  }
  return text;
}

function message(role: Message['role'], text: string): Message {
  return { role, content: [{ text }] };
}
