import { setTimeout as delay } from 'node:timers/promises';

/** Thrown when work ends because the operation that it belongs to was called off. */
export class CancelledError extends Error {
  readonly name = 'CancelledError';
}

/**
 * Waits, letting everything else go on.
 *
 * @param milliseconds - 0 or less only lets others have their turn
 * @param signal - ends the waiting with a {@link CancelledError}
 */
export async function wait(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  await cancellable(
    () => delay(Math.max(0, milliseconds), undefined, { signal }),
    signal,
  );
}

/**
 * Does something that a signal ends.
 *
 * @throws CancelledError when it did; else what the work throws
 */
export async function cancellable(
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await work(signal);
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error;
  }
}
