import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/**
 * The URL of the AWS sandbox.
 *
 * @returns undefined when platforms are deployed to AWS itself
 */
export function useSandboxUrl(): string | undefined {
  return useApi(configApiRef).getOptionalString('agentinfra.sandbox.url');
}
