import { subscribe } from 'node:diagnostics_channel';

/** Ends this process as soon as another one may work on the platform; after that moment it begins no request. */
export class ProcessLeash {
  /** A moment of the clock that all processes of the machine share and that goes on while they are paused, in nanoseconds. */
  #until?: bigint;
  #timer?: NodeJS.Timeout;

  constructor() {
    // After a pause, a response that has arrived in the meantime may be handled before the timer.
    subscribe('http.client.request.created', () => this.#check());
  }

  /** @param until - the end of the leash, as a moment of `process.hrtime.bigint()` */
  extend(until: bigint): void {
    this.#until = until;
    clearTimeout(this.#timer);
    const inMs = Number((until - process.hrtime.bigint()) / 1_000_000n);
    this.#timer = setTimeout(() => this.#check(), Math.max(0, inMs) + 1);
    this.#timer.unref();
  }

  #check(): void {
    if (this.#until !== undefined && process.hrtime.bigint() > this.#until) {
      process.exit();
    }
  }
}
