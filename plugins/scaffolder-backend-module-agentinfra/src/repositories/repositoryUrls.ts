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

/** The kinds of hosts that the portal knows its way around. */
export type HostType = 'github' | 'gitlab';

/** What stands between a repository and a path on its branch `main`. */
const INFIXES: Record<HostType, string> = { github: '', gitlab: '/-' };
/** The user that a token is given with. */
const USERNAMES: Record<HostType, string> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
};

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
 * @returns undefined for a local repository, and for hosts that only other templates publish to
 * @throws InputError if the repository is not written as it must be, or no integration is configured for its host
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
 * Where a remote repository is, and the credentials that its integration has for it.
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

/** Where people see a remote repository of GitHub or GitLab. */
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
