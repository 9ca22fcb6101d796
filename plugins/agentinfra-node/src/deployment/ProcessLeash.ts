import { subscribe } from 'node:diagnostics_channel';

/** Ends this process once another one may be at work on the platform; from that moment on it begins no request. */
export class ProcessLeash {
  /** By the clock that all processes of the machine share and no pause stops, in nanoseconds. */
  #until?: bigint;
  #timer?: NodeJS.Timeout;

  constructor() {
    // After a pause, an answer that has waited may be handled before the timer is.
    subscribe('http.client.request.created', () => this.#check());
  }

  /** @param until - a moment of `process.hrtime.bigint()` */
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
