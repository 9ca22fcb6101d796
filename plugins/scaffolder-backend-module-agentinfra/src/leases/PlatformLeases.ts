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
 * Shorter than the time after which the scaffolder resumes the task of a portal that died (30 seconds), so that its successor does
 * not wait; longer than a busy process is silent.
 */
const TIMES: LeaseTimes = { duration: 15_000, idle: 60_000 };

/** How to hold a lease. */
export interface HoldOptions {
  readonly claim: LeaseClaim;
  readonly logger: Pick<LoggerService, 'info' | 'warn'>;
  /** Cancels the work. */
  readonly signal?: AbortSignal;
  /** Whether the task goes on with the platform after this: then nobody else may begin in between. */
  readonly keep: boolean;
}

/**
 * Sees to it that one task at a time works on a platform, in one process at a time, over all replicas of a portal.
 *
 * The scaffolder resumes a task whose process was silent for a while, but a process that was only paused goes on where it was. It
 * finds here that it has a successor, and leaves the platform alone: it waits, because an action that throws ends the task for its
 * successor, too.
 */
export class PlatformLeases {
  readonly #table: LeaseTable;
  readonly #times: LeaseTimes;
  /** The leases of this process, by the id of the task. */
  readonly #leases = new Map<string, Lease>();
  /** What this process does for each task, by its id. */
  readonly #turns = new Turns();

  private constructor(table: LeaseTable, times: LeaseTimes) {
    this.#table = table;
    this.#times = times;
  }

  /**
   * Opens the leases.
   *
   * @param database - of the scaffolder, which all replicas share
   */
  static async open(
    database: DatabaseService,
    times: LeaseTimes = TIMES,
  ): Promise<PlatformLeases> {
    const table = await LeaseTable.open(database, randomUUID());
    return new PlatformLeases(table, times);
  }

  /**
   * Does something with a platform while nobody else does.
   *
   * @param work - must end when the signal that it gets says so. It is begun again when the lease was lost and regained: doing it twice
   * must be the same as doing it once.
   * @throws ConflictError if another task works on the platform, saying whose, or a successor completed this task; what `work` throws
   */
  async hold<T>(
    options: HoldOptions,
    work: (hold: LeaseHold) => Promise<T>,
  ): Promise<T> {
    // A process that was paused may resume a task that it goes on with, too.
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

  /** Gives back what a task still holds that has ended between two of its actions. */
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
          `Another process of the portal works on ${claim.platformId} for this task, or did a moment ago: waiting until it does no more`,
        );
      }
      await sleep(duration / 10, undefined, { signal });
    }
  }

  /**
   * @param hadIt - whether this process has worked on the platform for this task, or waited for another one that does
   * @throws ConflictError if this process has nothing to do with the platform any more
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
        `Another process of the portal went on with this task and ended it: nothing is left to do for ${claim.platformId} here.`,
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
