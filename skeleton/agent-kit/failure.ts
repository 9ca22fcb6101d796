/**
 * A call that is not answered as its sender wished: the HTTP status to answer with, and the reason in words that the sender
 * may read. What only the log may know is the `cause`.
 */
export class Failure extends Error {
  /**
   * @param status - HTTP status: 4xx if the sender can do something about it, 5xx if the agent or what it needs fails
   * @param message - what happened, and what the sender can do
   * @param cause - the error behind it, for the log
   */
  constructor(readonly status: number, message: string, cause?: unknown) {
    super(message, { cause });
  }

  /** Whether only the sender did something wrong, which no alarm counts. */
  get isSenders(): boolean {
    return this.status < 500 && this.cause === undefined;
  }
}

/**
 * Any error as a {@link Failure}, so that a sender never reads what was meant for the log.
 *
 * @param error - whatever was thrown
 */
export function toFailure(error: unknown): Failure {
  return error instanceof Failure
    ? error
    : new Failure(500, 'The agent failed; its log says why.', error);
}

/**
 * What the log says of a failure.
 *
 * @param failure - the failure
 * @returns the name of the error behind it, and its message, cut to 500 characters
 */
export function describeFailure({ cause, message }: Failure): {
  error: string;
  reason: string;
} {
  const [error, reason] =
    cause instanceof Error
      ? [cause.name, cause.message]
      : ['Failure', cause === undefined ? message : String(cause)];
  return { error, reason: reason.slice(0, 500) };
}
