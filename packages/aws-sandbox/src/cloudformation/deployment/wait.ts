import { setTimeout as delay } from 'node:timers/promises';

/** Thrown when work is cancelled, because its operation was called off or another resource failed. */
export class CancelledError extends Error {
  readonly name = 'CancelledError';
}

/**
 * Waits.
 *
 * @param milliseconds - 0 or less only yields to the event loop
 * @throws CancelledError when the signal is aborted
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
 * Runs work that can be cancelled.
 *
 * @throws CancelledError when the signal is aborted; otherwise what the work throws
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
