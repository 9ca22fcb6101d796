import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { ScmIntegrations } from '@backstage/integration';
import { parseRepoUrl } from '@backstage/plugin-scaffolder-node';

/** Where a browser sees a repository; what is not known is left out. */
export interface BrowseUrls {
  /** What the paths of files are added to. */
  readonly filesUrl?: string;
  /** The folder of the repository. */
  readonly sourceUrl?: string;
}

/** What is known about the places where repositories are. */
export interface BrowseOptions {
  /** Where people reach the portal, which shows the documents of the repositories that it keeps itself. */
  readonly appBaseUrl?: string;
  readonly integrations: ScmIntegrations;
}

/** What stands between a repository and a path on its branch `main`, for the hosts whose addresses are known. */
const INFIXES: Record<string, string> = { github: '', gitlab: '/-' };

/**
 * Where a browser will see the repository of a platform, once it is published.
 *
 * @throws InputError if the repository is not written as it must be, or no integration is configured for its host
 */
export function browseUrls(
  definition: Definition,
  { appBaseUrl, integrations }: BrowseOptions,
): BrowseUrls {
  if (!definition.repoUrl) {
    const page = `/catalog/default/component/${platformId(definition)}`;
    return appBaseUrl ? { filesUrl: `${appBaseUrl}${page}/documents` } : {};
  }
  const { host, owner, repo } = parseRepoUrl(definition.repoUrl, integrations);
  const infix = INFIXES[integrations.byHost(host)?.type ?? ''];
  if (infix === undefined) {
    return {};
  }
  const repository = `https://${host}/${owner}/${repo}${infix}`;
  return {
    filesUrl: `${repository}/blob/main`,
    sourceUrl: `${repository}/tree/main/`,
  };
}
