import { createMockDirectory } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import { freeMigrationLocks } from './migrationLocks';

const disk = createMockDirectory();

const settings = {
  migrationSource: {
    getMigrations: async () => ['first'],
    getMigrationName: (name: string) => name,
    getMigration: async () => ({
      up: async () => {},
      down: async () => {},
      // So that the lock is written at once, as that of the catalog is.
      config: { transaction: false },
    }),
  },
};

const open = (file: string) =>
  knexFactory({
    client: 'better-sqlite3',
    connection: { filename: disk.resolve(file) },
    useNullAsDefault: true,
    log: { warn: () => {} },
  });

describe('freeMigrationLocks', () => {
  it('lets a portal start again that was killed while it made its tables', async () => {
    const killed = open('catalog.sqlite');
    await killed.migrate.currentVersion(settings);
    await killed('knex_migrations_lock').update({ is_locked: 1 });
    await expect(killed.migrate.latest(settings)).rejects.toThrow(
      /already locked/,
    );
    await killed.destroy();

    await freeMigrationLocks(disk.path);

    const started = open('catalog.sqlite');
    const [, done] = await started.migrate.latest(settings);
    expect(done).toEqual(['first']);
    await started.destroy();
  });

  it('has nothing to do where there is no database yet', async () => {
    await expect(
      freeMigrationLocks(disk.resolve('missing')),
    ).resolves.toBeUndefined();
  });
});
