import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  Message,
} from '@aws-sdk/client-bedrock-runtime';
import { AgentEnvironment } from './environment';

/** A model that an agent talks to. */
export class Model {
  private readonly client = new BedrockRuntimeClient({});

  /** @param environment - which model, and which guardrail its calls go through */
  constructor(private readonly environment: AgentEnvironment) {}

  /**
   * Asks the model, and yields its answer as it comes.
   *
   * @param messages - the conversation, which ends with what the user said
   * @param system - how the model is to behave
   * @throws what Bedrock answers instead, such as a `ThrottlingException`
   */
  async *stream(messages: Message[], system: string): AsyncGenerator<string> {
    const { modelId, guardrail } = this.environment;
    const { stream } = await this.client.send(
      new ConverseStreamCommand({
        modelId,
        messages,
        system: [{ text: system }],
        guardrailConfig: guardrail && {
          guardrailIdentifier: guardrail.id,
          guardrailVersion: guardrail.version,
          streamProcessingMode: 'sync',
        },
      }),
    );
    for await (const event of stream ?? []) {
      const text = event.contentBlockDelta?.delta?.text;
      if (text) {
        yield text;
      }
    }
  }

  /**
   * Asks the model, and gives its whole answer.
   *
   * @param prompt - what the user said
   * @param system - how the model is to behave
   */
  async ask(prompt: string, system: string): Promise<string> {
    let answer = '';
    for await (const text of this.stream([userMessage(prompt)], system)) {
      answer += text;
    }
    return answer;
  }
}

/** A message of the user. */
export function userMessage(text: string): Message {
  return { role: 'user', content: [{ text }] };
}
