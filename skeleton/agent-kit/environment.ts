/** What the platform tells an agent, by environment variables. */
export interface AgentEnvironment {
  /** Name of the agent. */
  readonly name: string;
  /** What the agent does. */
  readonly description: string;
  /** Id of the Bedrock model or inference profile that it calls. */
  readonly modelId: string;
  /** The guardrail that model calls go through, if there is one. */
  readonly guardrail?: { readonly id: string; readonly version: string };
  /** Id of the AgentCore memory of the agent, if it has one. */
  readonly memoryId?: string;
  /** Name of the parameter that holds the id of the knowledge base of the platform, if it has one. */
  readonly knowledgeBaseParameter?: string;
}

/**
 * Reads the environment of an agent.
 *
 * @param variables - environment variables, as the CDK app sets them
 * @throws if the model is not named
 */
export function readEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
): AgentEnvironment {
  const modelId = variables.MODEL_ID;
  if (!modelId) {
    throw new Error(
      'MODEL_ID is not set: name the Bedrock model that the agent calls, such as amazon.nova-lite-v1:0.',
    );
  }
  const { GUARDRAIL_ID: id, GUARDRAIL_VERSION: version } = variables;
  return {
    name: variables.AGENT_NAME ?? 'agent',
    description: variables.AGENT_DESCRIPTION ?? '',
    modelId,
    guardrail: id && version ? { id, version } : undefined,
    memoryId: variables.MEMORY_ID,
    knowledgeBaseParameter: variables.KNOWLEDGE_BASE_PARAMETER,
  };
}
