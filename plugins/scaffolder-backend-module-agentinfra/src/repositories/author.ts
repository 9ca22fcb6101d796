import type { Author } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { UserEntity } from '@backstage/catalog-model';

/**
 * Who the commits of a task are by: the user who started it.
 *
 * @param user - the user, as far as the scaffolder knows them
 */
export function authorOf(user?: { entity?: UserEntity; ref?: string }): Author {
  const profile = user?.entity?.spec.profile;
  return {
    name: profile?.displayName ?? user?.ref ?? 'AgentInfra',
    email: profile?.email ?? 'agentinfra@localhost',
  };
}
