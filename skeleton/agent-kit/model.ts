import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  Message,
} from '@aws-sdk/client-bedrock-runtime';
import { AgentEnvironment } from './environment';
import { Failure } from './failure';

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
   * Asks the model, and yields its answer as it comes.
   *
   * @param messages - the conversation, which ends with what the user said
   * @param instructions - how the model is to behave
   * @param signal - aborted when nobody waits for the answer any more
   * @throws a {@link Failure} if Bedrock refuses or fails, before the answer or within it
   */
  async *stream(
    messages: Message[],
    instructions: string,
    signal?: AbortSignal,
  ): AsyncGenerator<string> {
    const { modelId, guardrail } = this.environment;
    const deadline = AbortSignal.timeout(MAX_ANSWER_MS);
    try {
      const { stream } = await this.client.send(
        new ConverseStreamCommand({
          modelId,
          messages,
          system: [{ text: instructions }],
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
      for await (const { contentBlockDelta } of stream ?? []) {
        const text = contentBlockDelta?.delta?.text;
        if (text) {
          yield text;
        }
      }
    } catch (error) {
      throw modelFailure(error);
    }
  }
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
