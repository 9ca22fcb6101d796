import { setTimeout as sleep } from 'node:timers/promises';
import { isExpired, isTransient, isUnreachable } from '../aws';
import type { DeploymentEvent, Interruption } from './events';
import { factsOf } from './ToolkitProcess';

/** The delay before the second attempt, in milliseconds; each further delay is twice as long. */
const FIRST_DELAY_MS = 1_000;
/** The longest delay between two attempts, in milliseconds. */
const LONGEST_DELAY_MS = 15_000;
/** How long attempts may fail without any progress, in milliseconds: longer than a brief outage of AWS. */
const PATIENCE_MS = 300_000;

/** How to wait out temporary errors of AWS. */
export interface PatienceOptions {
  /** Called before each delay. */
  readonly onInterrupted?: (interruption: Interruption) => void;
  /** Whether another attempt would be in vain, whatever the error is. */
  readonly isHopeless?: () => boolean;
  /** Cancels the delay. */
  readonly signal?: AbortSignal;
}

/** Repeats work that fails with temporary errors of AWS. */
export class Patience {
  readonly #options: PatienceOptions;
  #answered = false;
  #renewed = false;
  #failedSince?: number;
  #attempts = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Notes that AWS has answered: from now on, an unreachable host counts as a temporary error. */
  answered(): void {
    this.#answered = true;
  }

  /** Takes an event into account: a deployment that makes progress gets any number of attempts. */
  add(event: DeploymentEvent): void {
    if (event.type === 'resource' && event.status.endsWith('_COMPLETE')) {
      this.#failedSince = undefined;
      this.#attempts = 0;
      this.#renewed = false;
    }
  }

  /**
   * Works, and tries again for as long as the errors are temporary.
   *
   * @param attempt - must be idempotent
   * @throws the error of the last attempt; the reason of the signal
   */
  async during<T>(attempt: () => Promise<T>): Promise<T> {
    const { onInterrupted, signal } = this.#options;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        const retryInMs = this.#nextDelay(error);
        if (retryInMs === undefined || signal?.aborted) {
          throw error;
        }
        const reason = factsOf(error).at(-1)?.message ?? 'AWS does not answer';
        onInterrupted?.({ reason, retryInMs });
        await sleep(retryInMs, undefined, { signal });
      }
    }
  }

  /** The delay before the next attempt, in milliseconds; undefined when it is time to give up. */
  #nextDelay(error: unknown): number | undefined {
    const facts = factsOf(error);
    const isRenewable = isExpired(facts) && !this.#renewed;
    const isTemporary =
      isTransient(facts) && (this.#answered || !isUnreachable(facts));
    const now = performance.now();
    this.#failedSince ??= now;
    if (
      !(isRenewable || isTemporary) ||
      this.#options.isHopeless?.() ||
      now - this.#failedSince > PATIENCE_MS
    ) {
      return undefined;
    }
    this.#renewed ||= isRenewable;
    const delay = FIRST_DELAY_MS * 2 ** this.#attempts;
    this.#attempts += 1;
    return Math.min(delay, LONGEST_DELAY_MS);
  }
}
