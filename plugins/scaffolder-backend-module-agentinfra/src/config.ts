import { resolve } from 'node:path';
import type { Config } from '@backstage/config';

/** The settings of this package; `config.d.ts` documents them. */
export interface AgentInfraConfig {
  /** The URL of the portal (`app.baseUrl`); undefined for a backend without an app. */
  readonly appBaseUrl?: string;
  /** Absolute path of the state folder. */
  readonly stateDirectory: string;
  /** Absolute path of the folder of the local repositories. */
  readonly repositoriesDirectory: string;
  /** URL of the AWS sandbox; undefined for AWS itself. */
  readonly sandboxUrl?: string;
  readonly deploy: {
    /** How many stacks are deployed at a time. */
    readonly concurrency: number;
    /** Milliseconds between two polls of CloudFormation. */
    readonly pollInterval: number;
  };
}

/**
 * Reads the settings, with their defaults.
 *
 * @throws Error if a setting is invalid
 */
export function readConfig(rootConfig: Config): AgentInfraConfig {
  const config = rootConfig.getOptionalConfig('agentinfra');
  const stateDirectory = resolve(
    optionalText(config, 'stateDirectory') ?? '.agentinfra',
  );
  const sandboxUrl = optionalText(config, 'sandbox.url');
  if (sandboxUrl && !isHttpUrl(sandboxUrl)) {
    throw new Error(
      `agentinfra.sandbox.url must be a URL such as http://127.0.0.1:4566, not ${sandboxUrl}`,
    );
  }
  return {
    appBaseUrl: rootConfig.getOptionalString('app.baseUrl'),
    stateDirectory,
    repositoriesDirectory: resolve(stateDirectory, 'repositories'),
    sandboxUrl,
    deploy: {
      concurrency: positive(config, 'deploy.concurrency') ?? 8,
      pollInterval:
        positive(config, 'deploy.pollInterval') ?? (sandboxUrl ? 500 : 2000),
    },
  };
}

/** Treats an empty string, which an unset environment variable leaves, as no setting. */
function optionalText(
  config: Config | undefined,
  key: string,
): string | undefined {
  return config?.getOptional(key) === ''
    ? undefined
    : config?.getOptionalString(key);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function positive(config: Config | undefined, key: string): number | undefined {
  const value = config?.getOptionalNumber(key);
  if (value !== undefined && !(value >= 1)) {
    throw new Error(`agentinfra.${key} must be at least 1, not ${value}`);
  }
  return value;
}
