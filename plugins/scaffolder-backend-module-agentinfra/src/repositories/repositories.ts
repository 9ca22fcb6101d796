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
  /** Those that the portal keeps itself. */
  readonly local: LocalRepositories;
  /** Those that have the repository of a platform, or will have it. */
  of(definition: Definition): PlatformRepositories;
}

/**
 * The repositories of all platforms.
 *
 * @param directory - the folder of those that the portal keeps itself
 * @param integrations - the hosts of the others
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
