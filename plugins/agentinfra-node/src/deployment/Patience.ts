import type { DeploymentEvent } from './events';

/** Milliseconds before the first new attempt; each further one takes twice as long. */
const FIRST_DELAY_MS = 1_000;
/** The longest wait between two attempts. */
const LONGEST_DELAY_MS = 15_000;
/** How long attempts may come to nothing, in milliseconds. AWS's own troubles rarely last longer without being known to everybody. */
const PATIENCE_MS = 300_000;

/** Decides whether a deployment that was interrupted is worth another attempt, and when. */
export class Patience {
  #begun = false;
  #failedSince?: number;
  #attempts = 0;

  /** AWS has answered: from now on, that it does not is no reason to give up at once. */
  begin(): void {
    this.#begun = true;
  }

  /** Takes an event into account: a deployment that comes on is worth any number of attempts. */
  add(event: DeploymentEvent): void {
    const isStep =
      event.type === 'resource' && event.status.endsWith('_COMPLETE');
    if (isStep) {
      this.#failedSince = undefined;
      this.#attempts = 0;
    }
  }

  /** Milliseconds to wait before the next attempt; undefined when it is time to give up. */
  nextDelay(): number | undefined {
    const now = performance.now();
    this.#failedSince ??= now;
    if (!this.#begun || now - this.#failedSince > PATIENCE_MS) {
      return undefined;
    }
    const delay = FIRST_DELAY_MS * 2 ** this.#attempts;
    this.#attempts += 1;
    return Math.min(delay, LONGEST_DELAY_MS);
  }
}
