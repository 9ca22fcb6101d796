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
  if (signal.aborted) {
    throw new CancelledError();
  }
  await new Promise<void>((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new CancelledError());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, Math.max(0, milliseconds));
    signal.addEventListener('abort', cancel, { once: true });
  });
}
