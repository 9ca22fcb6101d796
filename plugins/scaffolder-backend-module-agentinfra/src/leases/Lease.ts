import type { Leash } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LeaseClaim, LeaseTable } from './LeaseTable';

/** A moment by two clocks: one that nobody can set, and one that goes on while the machine sleeps. In milliseconds. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** The current moment. */
export function currentMoment(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

function later({ monotonic, wall }: Moment, byMs: number): Moment {
  return { monotonic: monotonic + byMs, wall: wall + byMs };
}

/** Limits work that is done under a lease. */
export interface LeaseHold {
  /** Aborted when the work is cancelled or the lease is lost. */
  readonly signal: AbortSignal;
  /** Tells for how long nobody else can hold the lease. */
  readonly leash: Leash;
}

/** How long leases last, in milliseconds. */
export interface LeaseTimes {
  /** How long a lease lasts without being renewed. */
  readonly duration: number;
  /** How long a task keeps its lease between two actions. */
  readonly idle: number;
}

/** Dependencies of a {@link Lease}. */
export interface LeaseOptions {
  readonly logger: Pick<LoggerService, 'warn'>;
  readonly table: LeaseTable;
  readonly times: LeaseTimes;
}

/** The lease of this process on a platform, which it renews for as long as it works. */
export class Lease {
  readonly #table: LeaseTable;
  readonly #times: LeaseTimes;
  readonly #logger: Pick<LoggerService, 'warn'>;
  #lost = new AbortController();
  #validUntil: Moment = { monotonic: 0, wall: 0 };
  #timer?: NodeJS.Timeout;
  #released = false;
  #idleUntil = Infinity;

  constructor(readonly claim: LeaseClaim, options: LeaseOptions) {
    const { logger, table, times } = options;
    this.#table = table;
    this.#times = times;
    this.#logger = logger;
  }

  /** Whether somebody else may hold it by now. */
  get isLost(): boolean {
    return this.#remainingMs() === 0;
  }

  /** Whether it was released. */
  get isReleased(): boolean {
    return this.#released;
  }

  /**
   * Starts to renew it.
   *
   * @param takenAt - a moment just before it was taken
   */
  start(takenAt: Moment): void {
    this.#lost = new AbortController();
    this.#validUntil = later(takenAt, this.#times.duration);
    this.#idleUntil = Infinity;
    this.#released = false;
    clearInterval(this.#timer);
    this.#timer = setInterval(
      () => void this.#renew(),
      this.#times.duration / 4,
    ).unref();
  }

  /**
   * Works under the lease.
   *
   * @param work - must end when the signal that it gets is aborted
   * @param signal - cancels the work
   * @throws what the work throws; Error if the lease was lost in the meantime
   */
  async during<T>(
    work: (hold: LeaseHold) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const lost = this.#lost.signal;
    const result = await work({
      signal: AbortSignal.any(signal ? [signal, lost] : [lost]),
      leash: {
        signal: lost,
        validForMs: () => (lost.aborted ? 0 : this.#remainingMs()),
      },
    });
    lost.throwIfAborted();
    return result;
  }

  /** Keeps it without any work, until {@link LeaseTimes.idle} has passed. */
  idle(): void {
    this.#idleUntil = performance.now() + this.#times.idle;
  }

  /** Releases it. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    this.#released = true;
    await this.#table.release(this.claim).catch(error => this.#warn(error));
  }

  async #renew(): Promise<void> {
    if (this.isLost) {
      this.#lose();
      return;
    }
    if (performance.now() > this.#idleUntil) {
      await this.release();
      return;
    }
    const now = currentMoment();
    try {
      if (await this.#table.renew(this.claim, this.#times.duration)) {
        this.#validUntil = later(now, this.#times.duration);
      } else {
        this.#lose();
      }
    } catch (error) {
      // The next attempt may succeed; the lease is lost only when none does in time.
      this.#warn(error);
    }
  }

  #remainingMs(): number {
    if (this.#lost.signal.aborted) {
      return 0;
    }
    const { monotonic, wall } = this.#validUntil;
    const now = currentMoment();
    return Math.max(0, Math.min(monotonic - now.monotonic, wall - now.wall));
  }

  #lose(): void {
    clearInterval(this.#timer);
    this.#lost.abort(
      new Error(`The lease of ${this.claim.platformId} is lost`),
    );
  }

  #warn(error: unknown): void {
    this.#logger.warn(
      `The lease of ${this.claim.platformId} cannot be written: ${
        (error as Error).message
      }`,
    );
  }
}
