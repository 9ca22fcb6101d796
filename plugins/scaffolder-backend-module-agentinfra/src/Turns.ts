/** Queues of work, one for each key: work waits until all earlier work of the same key has ended. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Whether any work of a key is running or waiting. */
  isBusy(key: string): boolean {
    return this.#last.has(key);
  }

  /**
   * Runs work when it is its turn.
   *
   * @param key - such as the reference of a user
   * @returns what the work returns
   * @throws what the work throws
   */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const ended = result.then(
      () => {},
      () => {},
    );
    this.#last.set(key, ended);
    try {
      return await result;
    } finally {
      if (this.#last.get(key) === ended) {
        this.#last.delete(key);
      }
    }
  }
}
