import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const TABLE = 'agentinfra_leases';

/** No lease lasts longer unless it is renewed: one that says so was written before the clock was set back. In milliseconds. */
const LONGEST_MS = 60_000;

/** A task that wants to work on a platform. */
export interface LeaseClaim {
  /** The id of the platform. */
  readonly platformId: string;
  /** The id of the task. */
  readonly taskId: string;
  /** The entity reference of the user who started the task. */
  readonly userRef?: string;
}

/** The lease of a platform, as read from the table. */
export interface LeaseRow {
  readonly taskId: string;
  /** The process that runs the task. */
  readonly holder: string;
  readonly userRef?: string;
  /** When the task began to work on the platform. */
  readonly since: Date;
  /** When the lease expires by the clock of the database, in milliseconds; 0 if it was released. */
  readonly expiresAt: number;
  readonly state: 'held' | 'expired' | 'released';
}

/** The table of leases, which all replicas of a portal share. All times are those of the database's clock. */
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
   * Opens the table, and creates it if necessary.
   *
   * @param database - the database of the scaffolder
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
   * @param forMs - how long the lease lasts, in milliseconds
   * @param seen - the lease as it was read; if it has changed since, it is not taken
   * @returns whether this process holds the lease now
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
   * Renews a lease.
   *
   * @param forMs - how long it lasts from now on, in milliseconds
   * @returns whether this process still held it for this task
   */
  async renew(claim: LeaseClaim, forMs: number): Promise<boolean> {
    const updated = await this.#own(claim).update({
      expires_at: (await this.#now()) + forMs,
    });
    return updated > 0;
  }

  /** Releases a lease, if this process still holds it for this task. */
  async release(claim: LeaseClaim): Promise<void> {
    await this.#own(claim).update({ expires_at: 0 });
  }

  /** Reads the lease of a platform; undefined if nobody has ever worked on it. */
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

  /** The current time of the database's clock, in milliseconds: the clocks of the replicas may differ. */
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
  const lastsMs = expiresAt - now;
  return lastsMs > 0 && lastsMs <= LONGEST_MS ? 'held' : 'expired';
}
