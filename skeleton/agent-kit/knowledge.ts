import {
  BedrockAgentRuntimeClient,
  KnowledgeBaseRetrievalResult,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AgentEnvironment } from './environment';
import { Failure } from './failure';
import { Tool } from './tool';

/** Passages that a look-up finds at most: more cost tokens and rarely help. */
const MAX_PASSAGES = 5;

/** Milliseconds in which a connection must stand, and in which the answer must come. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 };

/** The documents of the platform, in which an agent can look things up. */
export class KnowledgeBase {
  private readonly runtime = new BedrockAgentRuntimeClient({
    requestHandler: TIMEOUTS,
  });
  private readonly parameters = new SSMClient({ requestHandler: TIMEOUTS });
  private id?: string;

  /** @param parameter - name of the parameter that holds the id, which may be there later than the agent */
  constructor(private readonly parameter: string) {}

  /** The knowledge base of the platform, if it has one. */
  static of({
    knowledgeBaseParameter,
  }: AgentEnvironment): KnowledgeBase | undefined {
    return knowledgeBaseParameter === undefined
      ? undefined
      : new KnowledgeBase(knowledgeBaseParameter);
  }

  /**
   * Looks something up.
   *
   * @param query - what to look for, in words
   * @param signal - aborted when nobody waits for the answer any more
   * @returns what documents say about it, each passage with where it is from
   * @throws a {@link Failure} if the knowledge base is not there yet, refuses or fails
   */
  async lookUp(query: string, signal?: AbortSignal): Promise<string> {
    try {
      const { retrievalResults = [] } = await this.runtime.send(
        new RetrieveCommand({
          knowledgeBaseId: (this.id ??= await this.readId(signal)),
          retrievalQuery: { text: query },
          retrievalConfiguration: {
            vectorSearchConfiguration: { numberOfResults: MAX_PASSAGES },
          },
        }),
        { abortSignal: signal },
      );
      return (
        retrievalResults.map(toPassage).join('\n\n') ||
        'The documents say nothing about it.'
      );
    } catch (error) {
      throw knowledgeFailure(error);
    }
  }

  private async readId(signal?: AbortSignal): Promise<string> {
    const { Parameter } = await this.parameters.send(
      new GetParameterCommand({ Name: this.parameter }),
      { abortSignal: signal },
    );
    if (!Parameter?.Value) {
      throw new Error(`The parameter ${this.parameter} has no value`);
    }
    return Parameter.Value;
  }
}

/**
 * The tools by which a model uses the knowledge base.
 *
 * @param knowledge - the knowledge base, if there is one
 * @returns one tool, or none
 */
export function knowledgeTools(knowledge: KnowledgeBase | undefined): Tool[] {
  return knowledge ? [lookUpTool(knowledge)] : [];
}

/** What the tool is called and does, for models and for callers of an MCP server alike. */
export const LOOK_UP = {
  name: 'look_up',
  description:
    'Looks something up in the documents of the platform. Gives passages, each with where it is from.',
  query: 'What to look for, in words',
} as const;

function lookUpTool(knowledge: KnowledgeBase): Tool {
  return {
    name: LOOK_UP.name,
    description: LOOK_UP.description,
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string', description: LOOK_UP.query } },
      required: ['query'],
    },
    run: async (input, signal) => {
      const { query } = (input ?? {}) as { query?: unknown };
      if (typeof query !== 'string' || query.trim() === '') {
        throw new Failure(400, 'Give a query: what to look for, in words.');
      }
      return knowledge.lookUp(query, signal);
    },
  };
}

function toPassage({ content, location }: KnowledgeBaseRetrievalResult) {
  const source = location?.s3Location?.uri ?? 'a document';
  return `From ${source}:\n${content?.text ?? ''}`;
}

/**
 * What becomes of the errors of a knowledge base.
 *
 * Source: Agents for Amazon Bedrock Runtime API Reference, "Retrieve", Errors; AWS Systems Manager API Reference, "GetParameter", Errors.
 */
const FAILURES: Readonly<Record<string, readonly [number, string]>> = {
  ParameterNotFound: [503, 'The knowledge base is not there yet.'],
  ThrottlingException: [429, 'The knowledge base is busy; try again.'],
  TimeoutError: [504, 'The knowledge base took too long; try again.'],
  AccessDeniedException: [502, 'The agent may not read the knowledge base.'],
};

function knowledgeFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : '';
  const [status, message] = FAILURES[name] ?? [
    502,
    'The knowledge base failed; the log of the agent says why.',
  ];
  return new Failure(status, message, error);
}
