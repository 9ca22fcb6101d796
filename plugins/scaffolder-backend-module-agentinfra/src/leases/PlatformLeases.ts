import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Turns } from '../Turns';
import { currentMoment, Lease, type LeaseHold, type LeaseTimes } from './Lease';
import { type LeaseClaim, type LeaseRow, LeaseTable } from './LeaseTable';

/**
 * A lease expires before the scaffolder resumes the task of a portal that died (30 seconds), so that its successor need not wait, but
 * not while a busy process is unresponsive.
 */
const TIMES: LeaseTimes = { duration: 15_000, idle: 60_000 };

/** Options of {@link PlatformLeases.hold}. */
export interface HoldOptions {
  readonly claim: LeaseClaim;
  readonly logger: Pick<LoggerService, 'info' | 'warn'>;
  /** Cancels the work. */
  readonly signal?: AbortSignal;
  /** Whether the task needs the platform after this action, too: no other task can take it in between. */
  readonly keep: boolean;
}

/**
 * Ensures that only one task at a time works on a platform, in only one process of all replicas of a portal.
 *
 * The scaffolder resumes a task elsewhere when its process has been silent for a while; but a process that was only paused continues
 * where it was. Here it learns that it has a successor, and leaves the platform alone. It waits instead of failing, because an
 * action that throws would end the task for its successor, too.
 */
export class PlatformLeases {
  readonly #table: LeaseTable;
  readonly #times: LeaseTimes;
  /** The leases of this process, by the id of the task. */
  readonly #leases = new Map<string, Lease>();
  /** The work of this process, by the id of the task. */
  readonly #turns = new Turns();

  private constructor(table: LeaseTable, times: LeaseTimes) {
    this.#table = table;
    this.#times = times;
  }

  /**
   * Opens the leases.
   *
   * @param database - the database of the scaffolder, which all replicas share
   */
  static async open(
    database: DatabaseService,
    times: LeaseTimes = TIMES,
  ): Promise<PlatformLeases> {
    const table = await LeaseTable.open(database, randomUUID());
    return new PlatformLeases(table, times);
  }

  /**
   * Works on a platform while nobody else does.
   *
   * @param work - must end when the signal that it gets is aborted, and be idempotent: it starts again if the lease was lost and
   * regained
   * @throws ConflictError if another task works on the platform, naming its user, or if a successor has completed this task; what
   * `work` throws
   */
  async hold<T>(
    options: HoldOptions,
    work: (hold: LeaseHold) => Promise<T>,
  ): Promise<T> {
    // A process that was paused may resume a task that it is still working on.
    return this.#turns.take(options.claim.taskId, () =>
      this.#hold(options, work),
    );
  }

  async #hold<T>(
    options: HoldOptions,
    work: (hold: LeaseHold) => Promise<T>,
  ): Promise<T> {
    const { claim, logger, signal, keep } = options;
    for (;;) {
      const lease = await this.#take(options);
      try {
        const result = await lease.during(work, signal);
        if (keep) {
          lease.idle();
        } else {
          await this.#giveBack(lease);
        }
        return result;
      } catch (error) {
        if (!lease.isLost || signal?.aborted) {
          await this.#giveBack(lease);
          throw error;
        }
        logger.warn(
          `This portal was silent for so long that it lost its hold on ${claim.platformId}`,
        );
      }
    }
  }

  /** Releases the lease of a task that has ended between two of its actions. */
  async end(taskId: string): Promise<void> {
    const lease = this.#leases.get(taskId);
    if (lease && !this.#turns.isBusy(taskId)) {
      await this.#giveBack(lease);
    }
  }

  async #giveBack(lease: Lease): Promise<void> {
    this.#leases.delete(lease.claim.taskId);
    await lease.release();
  }

  async #take(options: HoldOptions): Promise<Lease> {
    const { claim, logger, signal } = options;
    const { duration } = this.#times;
    for (let waited = false; ; waited = true) {
      signal?.throwIfAborted();
      const known = this.#leases.get(claim.taskId);
      const mine = known?.isReleased ? undefined : known;
      const seen = await this.#table.read(claim.platformId);
      this.#check(claim, seen, { hadIt: waited || mine !== undefined });
      const now = currentMoment();
      if (await this.#table.take(claim, duration, seen)) {
        const lease =
          mine ??
          new Lease(claim, { logger, table: this.#table, times: this.#times });
        this.#leases.set(claim.taskId, lease);
        lease.start(now);
        return lease;
      }
      if (!waited) {
        logger.info(
          `Another process of the portal is working on ${claim.platformId} for this task, or was until a moment ago: waiting for it to end`,
        );
      }
      await sleep(duration / 10, undefined, { signal });
    }
  }

  /**
   * Checks that this process may work on the platform, now or later.
   *
   * @param hadIt - whether this process has held the lease for this task, or waited for it
   * @throws ConflictError if it may not
   */
  #check(
    claim: LeaseClaim,
    row: LeaseRow | undefined,
    { hadIt }: { hadIt: boolean },
  ): void {
    if (!row) {
      return;
    }
    const isSame = row.taskId === claim.taskId;
    if (row.state === 'held' && !isSame) {
      throw new ConflictError(describeHolder(claim, row));
    }
    const isOver = !isSame || row.state === 'released';
    if (hadIt && isOver && row.holder !== this.#table.holder) {
      this.#leases.delete(claim.taskId);
      throw new ConflictError(
        `Another process of the portal took over this task and ended it: nothing is left to do for ${claim.platformId} here.`,
      );
    }
  }
}

function describeHolder({ platformId }: LeaseClaim, row: LeaseRow): string {
  const since = row.since.toISOString().replace('T', ' ').slice(0, 19);
  return `${platformId} is being deployed by ${
    row.userRef ?? 'somebody else'
  } since ${since} UTC (task ${
    row.taskId
  }). Wait until that is done, or cancel it on the page of the task, /create/tasks/${
    row.taskId
  }; then run this again.`;
}
