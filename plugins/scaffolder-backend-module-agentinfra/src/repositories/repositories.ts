import type { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  LocalRepositories,
  type PlatformRepositories,
  RemoteRepositories,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { ScmIntegrations } from '@backstage/integration';
import { remotePlace } from './repositoryUrls';

/** The repositories of all platforms. */
export interface Repositories {
  /** Those on the disk of the portal. */
  readonly local: LocalRepositories;
  /** The local or the remote ones, depending on where the repository of a platform is. */
  of(definition: Definition): PlatformRepositories;
}

/**
 * Opens the repositories of all platforms.
 *
 * @param directory - the folder of the local ones
 * @param integrations - the hosts of the remote ones
 */
export function createRepositories(
  directory: string,
  integrations: ScmIntegrations,
): Repositories {
  const local = new LocalRepositories(directory);
  const remote = new RemoteRepositories(definition =>
    remotePlace(definition, integrations),
  );
  return { local, of: ({ repoUrl }) => (repoUrl ? remote : local) };
}
