/** Lets everybody have one thing done at a time: what somebody asks for next waits until what they asked for before has ended. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Works when it is somebody's turn.
   *
   * @param who - the reference of the user
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
