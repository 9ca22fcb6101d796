import type { Author } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { UserEntity } from '@backstage/catalog-model';

/**
 * The author of the commits of a task: the user who started it.
 *
 * @param user - the user, if the scaffolder knows them
 */
export function authorOf(user?: { entity?: UserEntity; ref?: string }): Author {
  const profile = user?.entity?.spec.profile;
  return {
    name: profile?.displayName ?? user?.ref ?? 'AgentInfra',
    email: profile?.email ?? 'agentinfra@localhost',
  };
}
