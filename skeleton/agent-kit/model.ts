import {
  BedrockRuntimeClient,
  ContentBlock,
  ConverseStreamCommand,
  Message,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import { Answer } from './answer';
import { AgentEnvironment } from './environment';
import { Failure } from './failure';
import { Tool } from './tool';

/** Milliseconds in which a connection must stand, and in which the model must give its next words. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 60_000 };

/** Milliseconds that a whole answer may take. */
const MAX_ANSWER_MS = 10 * 60_000;

/** A model that an agent talks to. */
export class Model {
  private readonly client = new BedrockRuntimeClient({
    requestHandler: TIMEOUTS,
  });

  /** @param environment - which model, and which guardrail its calls go through */
  constructor(
    private readonly environment: Pick<
      AgentEnvironment,
      'modelId' | 'guardrail'
    >,
  ) {}

  /**
   * Asks the model, and yields the words of its answer as they come.
   *
   * @param messages - the conversation, which ends with what the user said or with the results of tools
   * @param instructions - how the model is to behave
   * @param tools - what it may ask for
   * @param signal - aborted when nobody waits for the answer any more
   * @returns the whole answer: its words, and the tools that the model asks for
   * @throws a {@link Failure} if Bedrock refuses or fails, before the answer or within it
   */
  async *stream(
    messages: Message[],
    instructions: string,
    tools: readonly Tool[] = [],
    signal?: AbortSignal,
  ): AsyncGenerator<string, readonly ContentBlock[]> {
    const { modelId, guardrail } = this.environment;
    const deadline = AbortSignal.timeout(MAX_ANSWER_MS);
    const answer = new Answer();
    try {
      const { stream } = await this.client.send(
        new ConverseStreamCommand({
          modelId,
          messages,
          system: [{ text: instructions }],
          toolConfig: tools.length > 0 ? toolConfig(tools) : undefined,
          guardrailConfig: guardrail && {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
            // What the guardrail has not seen never leaves.
            streamProcessingMode: 'sync',
          },
        }),
        {
          abortSignal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        },
      );
      for await (const event of stream ?? []) {
        answer.add(event);
        const text = event.contentBlockDelta?.delta?.text;
        if (text) {
          yield text;
        }
      }
      return answer.blocks();
    } catch (error) {
      throw modelFailure(error);
    }
  }
}

function toolConfig(tools: readonly Tool[]): ToolConfiguration {
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      toolSpec: { name, description, inputSchema: { json: inputSchema } },
    })),
  };
}

/**
 * What becomes of the errors of a model.
 *
 * Source: Amazon Bedrock API Reference, "ConverseStream", Errors.
 */
const FAILURES: Readonly<Record<string, readonly [number, string]>> = {
  ThrottlingException: [429, 'The model is busy; try again in a moment.'],
  ServiceQuotaExceededException: [
    429,
    'The quota of the model is used up; try again later.',
  ],
  ModelTimeoutException: [504, 'The model took too long; try again.'],
  TimeoutError: [504, 'The model took too long; try again.'],
  AbortError: [504, 'The model took too long; try again.'],
  AccessDeniedException: [502, 'The agent may not call its model.'],
};

function modelFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : '';
  const [status, message] = FAILURES[name] ?? [
    502,
    'The model failed; the log of the agent says why.',
  ];
  return new Failure(status, message, error);
}
