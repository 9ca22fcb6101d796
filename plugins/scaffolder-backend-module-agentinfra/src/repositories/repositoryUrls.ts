import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { RemotePlace } from '@agentinfra/backstage-plugin-agentinfra-node';
import { InputError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  type ScmIntegrations,
} from '@backstage/integration';
import { parseRepoUrl } from '@backstage/plugin-scaffolder-node';

/** The URLs of a repository for a browser, as far as they are known. */
export interface BrowseUrls {
  /** The URL to which paths of files are appended. */
  readonly filesUrl?: string;
  /** The URL of the root folder. */
  readonly sourceUrl?: string;
}

/** Options of {@link browseUrls}. */
export interface BrowseOptions {
  /** The URL of the portal, which shows the documents of local repositories. */
  readonly appBaseUrl?: string;
  readonly integrations: ScmIntegrations;
}

/** The kinds of hosts whose repositories the portal can change. */
export type HostType = 'github' | 'gitlab';

/** The part of a URL between a repository and a branch. */
const INFIXES: Record<HostType, string> = { github: '', gitlab: '/-' };
/** The user name that goes with a token. */
const USERNAMES: Record<HostType, string> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
};

/**
 * The URLs of the repository of a platform, which need not exist yet.
 *
 * @throws InputError if `repoUrl` is malformed, or no integration is configured for its host
 */
export function browseUrls(
  definition: Definition,
  { appBaseUrl, integrations }: BrowseOptions,
): BrowseUrls {
  if (!definition.repoUrl) {
    const page = `/catalog/default/component/${platformId(definition)}`;
    return appBaseUrl ? { filesUrl: `${appBaseUrl}${page}/documents` } : {};
  }
  const type = hostType(definition, integrations);
  if (!type) {
    return {};
  }
  const repository = `${remoteUrl(definition, integrations)}${INFIXES[type]}`;
  return {
    filesUrl: `${repository}/blob/main`,
    sourceUrl: `${repository}/tree/main/`,
  };
}

/**
 * The kind of the host of a remote repository.
 *
 * @returns undefined for a local repository, and for hosts that the portal cannot change repositories at
 * @throws InputError if `repoUrl` is malformed, or no integration is configured for its host
 */
export function hostType(
  { repoUrl }: Definition,
  integrations: ScmIntegrations,
): HostType | undefined {
  const host = repoUrl && readRepoUrl(repoUrl, integrations).host;
  const type = host && integrations.byHost(host)?.type;
  return type === 'github' || type === 'gitlab' ? type : undefined;
}

/**
 * The address of a remote repository, and the credentials of its integration.
 *
 * @throws InputError if the host is neither GitHub nor GitLab, or its integration has no token
 */
export async function remotePlace(
  definition: Definition,
  integrations: ScmIntegrations,
): Promise<RemotePlace> {
  const type = hostType(definition, integrations);
  if (!type) {
    throw new InputError(
      `repoUrl: the portal can change repositories of GitHub and GitLab only, not ${definition.repoUrl}`,
    );
  }
  const url = remoteUrl(definition, integrations);
  const credentials = {
    github: DefaultGithubCredentialsProvider,
    gitlab: DefaultGitlabCredentialsProvider,
  }[type].fromIntegrations(integrations);
  const { token } = await credentials.getCredentials({ url });
  if (!token) {
    throw new InputError(
      `repoUrl: the integration of the portal for ${
        new URL(url).host
      } has no token. Set \`integrations.${type}\` in the configuration of the portal, or choose a local repository.`,
    );
  }
  return { url, username: USERNAMES[type], password: token };
}

/** The URL of a remote repository at GitHub or GitLab. */
export function remoteUrl(
  { repoUrl = '' }: Definition,
  integrations: ScmIntegrations,
): string {
  const { host, owner, repo } = readRepoUrl(repoUrl, integrations);
  return `https://${host}/${owner}/${repo}`;
}

function readRepoUrl(repoUrl: string, integrations: ScmIntegrations) {
  try {
    return parseRepoUrl(repoUrl, integrations);
  } catch (error) {
    throw new InputError(`repoUrl: ${(error as Error).message}`);
  }
}
