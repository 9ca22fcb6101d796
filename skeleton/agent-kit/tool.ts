import {
  ContentBlock,
  ToolInputSchema,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { describeFailure, Failure, toFailure } from './failure';
import { log } from './logger';

/** Something that a model may ask for while it answers. */
export interface Tool {
  /** Name, unique among the tools of an agent: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What it does and when to use it, for the model. */
  readonly description: string;
  /** What it takes: a JSON schema of type `object`. */
  readonly inputSchema: ToolInputSchema.JsonMember['json'];

  /**
   * Does it.
   *
   * @param input - what the model wants, which may be anything: check it
   * @param signal - aborted when nobody waits for the answer any more
   * @returns what the model is told
   * @throws a `Failure` whose message the model is told instead
   */
  run(input: unknown, signal?: AbortSignal): Promise<string>;
}

/**
 * Does what a model asks for, all of it at the same time. What fails is told to the model, which makes the best of it.
 *
 * @param tools - what there is
 * @param wishes - what the model asks for
 * @param signal - aborted when nobody waits for the answer any more
 * @returns a result for each wish
 */
export async function useTools(
  tools: readonly Tool[],
  wishes: readonly ToolUseBlock[],
  signal?: AbortSignal,
): Promise<ContentBlock[]> {
  return Promise.all(
    wishes.map(async ({ toolUseId, name, input }) => {
      try {
        const tool = tools.find(candidate => candidate.name === name);
        if (!tool) {
          throw new Failure(404, `There is no tool ${name}.`);
        }
        return toResult(toolUseId, 'success', await tool.run(input, signal));
      } catch (error) {
        const failure = toFailure(error);
        log(failure.isSenders ? 'info' : 'error', 'tool failed', {
          tool: name,
          ...describeFailure(failure),
        });
        return toResult(toolUseId, 'error', failure.message);
      }
    }),
  );
}

function toResult(
  toolUseId: string | undefined,
  status: 'success' | 'error',
  text: string,
): ContentBlock {
  return { toolResult: { toolUseId, status, content: [{ text }] } };
}
