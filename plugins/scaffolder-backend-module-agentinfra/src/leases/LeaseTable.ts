import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const TABLE = 'agentinfra_leases';

/** Who wants to work on a platform. */
export interface LeaseClaim {
  /** The id of the platform. */
  readonly platformId: string;
  /** The id of the task. */
  readonly taskId: string;
  /** Who started the task, as an entity reference. */
  readonly userRef?: string;
}

/** What the table says of a platform. */
export interface LeaseRow {
  readonly taskId: string;
  /** The process that runs the task. */
  readonly holder: string;
  readonly userRef?: string;
  /** When the task began to work on the platform. */
  readonly since: Date;
  /** By the clock of the database, in milliseconds. */
  readonly expiresAt: number;
  readonly state: 'held' | 'expired' | 'released';
}

/** The table of leases, which all replicas of a portal share. The clock is the database's. */
export class LeaseTable {
  readonly #client: Knex;

  private constructor(
    client: Knex,
    /** The id of this process. */
    readonly holder: string,
  ) {
    this.#client = client;
  }

  /**
   * Opens the table; it is made when it is not there.
   *
   * @param database - of the scaffolder
   * @param holder - the id of this process
   */
  static async open(
    database: DatabaseService,
    holder: string,
  ): Promise<LeaseTable> {
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest({
        directory: resolvePackagePath(
          '@agentinfra/backstage-plugin-scaffolder-backend-module-agentinfra',
          'migrations',
        ),
        // The scaffolder keeps its own migrations in the same database.
        tableName: 'agentinfra_migrations',
      });
    }
    return new LeaseTable(client, holder);
  }

  /**
   * Takes a lease that nobody else holds, or that this process holds for the same task.
   *
   * @param seen - what stood in the table; when it is different by now, nothing is taken
   * @returns whether it is held now
   */
  async take(
    claim: LeaseClaim,
    forMs: number,
    seen: LeaseRow | undefined,
  ): Promise<boolean> {
    const { platformId, taskId, userRef = null } = claim;
    const now = await this.#now();
    const goesOn = seen?.taskId === taskId && seen.state !== 'released';
    const row = {
      task_id: taskId,
      holder: this.holder,
      user_ref: userRef,
      since: goesOn ? seen.since.getTime() : now,
      expires_at: now + forMs,
    };
    if (!seen) {
      const inserted = await this.#client(TABLE)
        .insert({ platform_id: platformId, ...row })
        .onConflict('platform_id')
        .ignore()
        .returning('platform_id');
      return inserted.length > 0;
    }
    const isOwn = goesOn && seen.holder === this.holder;
    if (seen.state === 'held' && !isOwn) {
      return false;
    }
    const updated = await this.#client(TABLE)
      .where({
        platform_id: platformId,
        task_id: seen.taskId,
        holder: seen.holder,
        // This process may have renewed its own meanwhile.
        ...(isOwn ? {} : { expires_at: seen.expiresAt }),
      })
      .update(row);
    return updated > 0;
  }

  /**
   * Prolongs a lease.
   *
   * @returns whether it was still held by this process, for this task
   */
  async renew(claim: LeaseClaim, forMs: number): Promise<boolean> {
    const updated = await this.#own(claim).update({
      expires_at: (await this.#now()) + forMs,
    });
    return updated > 0;
  }

  /** Gives a lease back, if it is still held by this process, for this task. */
  async release(claim: LeaseClaim): Promise<void> {
    await this.#own(claim).update({ expires_at: 0 });
  }

  /** What stands in the table. */
  async read(platformId: string): Promise<LeaseRow | undefined> {
    const row = await this.#client(TABLE)
      .where({ platform_id: platformId })
      .first();
    if (!row) {
      return undefined;
    }
    const expiresAt = Number(row.expires_at);
    return {
      taskId: row.task_id,
      holder: row.holder,
      since: new Date(Number(row.since)),
      expiresAt,
      state: stateOf(expiresAt, await this.#now()),
      ...(row.user_ref ? { userRef: row.user_ref } : {}),
    };
  }

  #own({ platformId, taskId }: LeaseClaim): Knex.QueryBuilder {
    return this.#client(TABLE).where({
      platform_id: platformId,
      task_id: taskId,
      holder: this.holder,
    });
  }

  /** Milliseconds by the clock of the database: those of the replicas may differ. */
  async #now(): Promise<number> {
    if (!/pg/.test(String(this.#client.client.config.client))) {
      return Date.now();
    }
    const { rows } = await this.#client.raw(
      'select floor(extract(epoch from clock_timestamp()) * 1000) as now',
    );
    return Number(rows[0].now);
  }
}

function stateOf(expiresAt: number, now: number): LeaseRow['state'] {
  if (expiresAt === 0) {
    return 'released';
  }
  return expiresAt > now ? 'held' : 'expired';
}
