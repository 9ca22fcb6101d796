/**
 * The name of the parameter that holds the ARN of an agent's runtime, below that of the platform.
 *
 * @param agent - name of the agent
 */
export function runtimeArnParameter(agent: string): string {
  return `agents/${agent}/runtime-arn`;
}
