import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import knexFactory from 'knex';

/** Before any plugin makes or changes its tables. */
export default createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  async loader({ config }) {
    const database = config.getConfig('backend.database');
    const directory = database.getOptionalString('connection.directory');
    if (database.getString('client') === 'better-sqlite3' && directory) {
      await freeMigrationLocks(resolve(directory));
    }
    return [];
  },
});

/**
 * Frees the tables that a portal had locked which was killed while it made or changed them: knex never does so by itself, and the portal
 * would not start again. SQLite files belong to one portal, so nobody else can have locked them.
 *
 * @param directory - the folder of the databases; it may not exist yet
 */
export async function freeMigrationLocks(directory: string): Promise<void> {
  const files = await readdir(directory).catch(noneIfMissing);
  for (const file of files.filter(name => name.endsWith('.sqlite'))) {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: resolve(directory, file) },
      useNullAsDefault: true,
    });
    try {
      const locks: string[] = await knex('sqlite_master')
        .where({ type: 'table' })
        .whereLike('name', '%migrations_lock')
        .pluck('name');
      for (const lock of locks) {
        const tableName = lock.replace(/_lock$/, '');
        await knex.migrate.forceFreeMigrationsLock({ tableName });
      }
    } finally {
      await knex.destroy();
    }
  }
}

function noneIfMissing(error: { code?: string }): string[] {
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
}
