import type { ScmIntegrations } from '@backstage/integration';
import { parseRepoUrl } from '@backstage/plugin-scaffolder-node';

/** Where a browser sees a repository. */
export interface BrowseUrls {
  /** What the paths of files are added to. */
  readonly filesUrl: string;
  /** The folder of the repository. */
  readonly sourceUrl: string;
}

/** What stands between a repository and a path on its branch `main`, for the hosts whose addresses are known. */
const INFIXES: Record<string, string> = { github: '', gitlab: '/-' };

/**
 * Where a browser will see a repository, once it is published.
 *
 * @param repoUrl - in the form of the RepoUrlPicker, such as `github.com?owner=acme&repo=shop`
 * @returns undefined without a repository, or for a host whose addresses are not known
 * @throws InputError if the repository is not written as it must be, or no integration is configured for its host
 */
export function browseUrls(
  repoUrl: string | undefined,
  integrations: ScmIntegrations,
): BrowseUrls | undefined {
  if (!repoUrl) {
    return undefined;
  }
  const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
  const infix = INFIXES[integrations.byHost(host)?.type ?? ''];
  if (infix === undefined) {
    return undefined;
  }
  const repository = `https://${host}/${owner}/${repo}${infix}`;
  return {
    filesUrl: `${repository}/blob/main`,
    sourceUrl: `${repository}/tree/main/`,
  };
}
