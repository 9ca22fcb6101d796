import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/**
 * Where the AWS sandbox answers.
 *
 * @returns its address; undefined when platforms are deployed to AWS itself
 */
export function useSandboxUrl(): string | undefined {
  return useApi(configApiRef).getOptionalString('agentinfra.sandbox.url');
}
