import { SignIn } from './users';

/** An agent that people can talk to. */
export interface Agent {
  /** Name of the agent. */
  readonly name: string;
  /** Protocol that it speaks. */
  readonly protocol: 'HTTP' | 'MCP' | 'A2A';
  /** What it does. */
  readonly description: string;
  /** Its runtime: the ARN, or the name of the parameter in Parameter Store that holds it. */
  readonly runtime: { readonly arn: string } | { readonly parameter: string };
}

/** What the platform tells the console, by environment variables. */
export interface Settings {
  /** Id of the platform, such as `shop-prod`. */
  readonly platform: string;
  /** The agents, in the order of the definition. */
  readonly agents: readonly Agent[];
  /** Where people sign in; undefined if everybody may come in. */
  readonly signIn?: SignIn;
}

/**
 * Reads the settings.
 *
 * @param variables - environment variables, as the CDK app sets them
 */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  return {
    platform: variables.PLATFORM ?? 'local',
    agents: JSON.parse(variables.AGENTS ?? '[]'),
    signIn: variables.SIGN_IN ? JSON.parse(variables.SIGN_IN) : undefined,
  };
}
