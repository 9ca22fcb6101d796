import type { UserEntity } from '@backstage/catalog-model';
import { authorOf } from './author';

describe('a commit of a task', () => {
  const entity: UserEntity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ada' },
    spec: { profile: { displayName: 'Ada', email: 'ada@example.com' } },
  };
  const ref = 'user:default/ada';

  it('is by the user as the catalog knows them', () => {
    expect(authorOf({ entity, ref })).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
    });
  });

  it('is by the reference of a user whom the catalog does not know', () => {
    expect(authorOf({ ref })).toMatchObject({ name: ref });
  });

  it('is by the product where nobody is known', () => {
    expect(authorOf()).toMatchObject({ name: 'AgentInfra' });
  });
});
