import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Leaves the database of a portal's catalog as a kill does that comes after an entity was processed and before it was stitched: the
 * catalog has read the entity, shows nothing of it, and sees nothing left to do.
 *
 * @param state - the state folder of a portal that does not run
 * @param entityRef - such as `component:default/chat-dev`
 */
export function forgetEntity(state: string, entityRef: string): void {
  change(state, 'DELETE FROM final_entities WHERE entity_ref = ?', entityRef);
}

/**
 * Leaves the database of a portal's catalog as a kill does that comes while an entity is stitched: the catalog shows the entity to whoever
 * has its reference, has it in no list, and sees nothing left to do.
 *
 * @param state - the state folder of a portal that does not run
 * @param entityRef - such as `component:default/chat-dev`
 */
export function unlistEntity(state: string, entityRef: string): void {
  change(
    state,
    'DELETE FROM search WHERE entity_id = (SELECT entity_id FROM final_entities WHERE entity_ref = ?)',
    entityRef,
  );
}

/**
 * Leaves the database of a portal's catalog as a kill does that comes while its tables are made: locked.
 *
 * @param state - the state folder of a portal that does not run
 */
export function lockTables(state: string): void {
  change(state, 'UPDATE knex_migrations_lock SET is_locked = 1');
}

function change(state: string, statement: string, ...values: string[]): void {
  const database = new DatabaseSync(
    path.join(state, 'database/catalog.sqlite'),
  );
  try {
    const { changes } = database.prepare(statement).run(...values);
    if (changes === 0) {
      throw new Error(`Nothing was changed: ${statement} ${values}`);
    }
  } finally {
    database.close();
  }
}
