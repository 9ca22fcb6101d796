import { setTimeout as sleep } from 'node:timers/promises';
import { isExpired, isTransient, isUnreachable } from '../aws';
import type { DeploymentEvent, Interruption } from './events';
import { factsOf } from './ToolkitProcess';

/** Milliseconds before the first new attempt; each further one takes twice as long. */
const FIRST_DELAY_MS = 1_000;
/** The longest wait between two attempts. */
const LONGEST_DELAY_MS = 15_000;
/** How long attempts may come to nothing, in milliseconds. AWS's own troubles rarely last longer without being known to everybody. */
const PATIENCE_MS = 300_000;

/** How to be patient. */
export interface PatienceOptions {
  /** Is told before each wait. */
  readonly onInterrupted?: (interruption: Interruption) => void;
  /** Whether another attempt would be in vain, whatever the error looks like. */
  readonly isHopeless?: () => boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** Waits out trouble on the way to AWS, which is no failure of what is done there. */
export class Patience {
  readonly #options: PatienceOptions;
  #answered = false;
  #renewed = false;
  #failedSince?: number;
  #attempts = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** AWS has answered: from now on, that nobody does is no reason to give up at once. */
  answered(): void {
    this.#answered = true;
  }

  /** Takes an event into account: a deployment that comes on is worth any number of attempts. */
  add(event: DeploymentEvent): void {
    if (event.type === 'resource' && event.status.endsWith('_COMPLETE')) {
      this.#failedSince = undefined;
      this.#attempts = 0;
      this.#renewed = false;
    }
  }

  /**
   * Does something, again and again while what stops it is likely to pass.
   *
   * @param attempt - doing it twice must be the same as doing it once
   * @throws what the last attempt threw; the reason of the signal
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

  /** Milliseconds to wait before the next attempt; undefined when it is time to give up. */
  #nextDelay(error: unknown): number | undefined {
    const facts = factsOf(error);
    const isFresh = isExpired(facts) && !this.#renewed;
    const isPassing =
      isTransient(facts) && (this.#answered || !isUnreachable(facts));
    const now = performance.now();
    this.#failedSince ??= now;
    if (
      !(isFresh || isPassing) ||
      this.#options.isHopeless?.() ||
      now - this.#failedSince > PATIENCE_MS
    ) {
      return undefined;
    }
    this.#renewed ||= isFresh;
    const delay = FIRST_DELAY_MS * 2 ** this.#attempts;
    this.#attempts += 1;
    return Math.min(delay, LONGEST_DELAY_MS);
  }
}
