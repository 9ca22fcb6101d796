/** Lets each of several do one thing at a time: what is asked for next waits until what was asked for before has ended. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Whether something is being done, or waits. */
  isBusy(who: string): boolean {
    return this.#last.has(who);
  }

  /**
   * Works when it is somebody's turn.
   *
   * @param who - such as the reference of a user
   * @returns what the work returns; fails as the work fails
   */
  async take<T>(who: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(who) ?? Promise.resolve();
    const result = before.then(work);
    const ended = result.then(
      () => {},
      () => {},
    );
    this.#last.set(who, ended);
    try {
      return await result;
    } finally {
      if (this.#last.get(who) === ended) {
        this.#last.delete(who);
      }
    }
  }
}
