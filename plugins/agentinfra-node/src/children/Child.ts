import { ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import type { Socket } from 'node:net';
import { forkChild } from './forkChild';

/** How much of the output of a child process is kept for the message of a crash, in characters. */
const PRINTED = 2_000;

/** Thrown when a child process ends before it is done. */
export class ChildCrash extends Error {
  constructor(how: string, printed: string) {
    super(`ended (${how}) before it was done. ${printed}`.trim());
    this.name = 'ChildCrash';
  }
}

/** A module of this package that runs as a child process and exchanges messages with the portal. */
export class Child {
  readonly #process: ChildProcess;
  #printed = '';

  /**
   * @param entry - the name under which the package exports the module, such as `synthesis-child`
   * @param environment - environment variables beyond those that every child gets
   * @param nodeOptions - command line options of Node.js
   */
  constructor(
    entry: string,
    environment: Record<string, string> = {},
    nodeOptions: readonly string[] = [],
  ) {
    this.#process = forkChild(entry, environment, nodeOptions);
    this.#process.stderr?.on('data', chunk => {
      this.#printed = `${this.#printed}${chunk}`.slice(-PRINTED);
    });
    this.#release();
  }

  /** Whether it can take messages. */
  get alive(): boolean {
    return this.#process.connected;
  }

  /** Ends the process, whatever it does. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Sends a message, unless the process has ended. */
  send(message: object): void {
    if (this.alive) {
      this.#process.send(message);
    }
  }

  /**
   * Exchanges messages with the process.
   *
   * @param talk - sends messages and reads those that arrive, until it has its result
   * @param signal - ends the exchange, not the process
   * @throws ChildCrash if the process ends first; the reason of the signal
   */
  async converse<T>(
    talk: (messages: AsyncIterable<unknown>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const over = new AbortController();
    const arrived = on(this.#process, 'message', { signal: over.signal });
    this.#hold();
    try {
      return await Promise.race([
        talk(payloads(arrived)),
        this.#untilEnded(over.signal),
        ...(signal ? [untilAborted(signal, over.signal)] : []),
      ]);
    } finally {
      over.abort();
      this.#release();
    }
  }

  async #untilEnded(over: AbortSignal): Promise<never> {
    const [code, by] = this.alive
      ? await once(this.#process, 'exit', { signal: over })
      : [this.#process.exitCode, this.#process.signalCode];
    throw new ChildCrash(by ?? `code ${code}`, this.#printed);
  }

  /** Keeps the portal alive until the process has answered. */
  #hold(): void {
    this.#process.ref();
    this.#process.channel?.ref();
  }

  /** Lets the portal end while the process is idle. */
  #release(): void {
    this.#process.unref();
    this.#process.channel?.unref();
    (this.#process.stderr as Socket | null)?.unref();
  }
}

async function* payloads(
  arrived: AsyncIterable<unknown[]>,
): AsyncGenerator<unknown> {
  for await (const [message] of arrived) {
    yield message;
  }
}

async function untilAborted(
  signal: AbortSignal,
  over: AbortSignal,
): Promise<never> {
  await once(signal, 'abort', { signal: over });
  throw signal.reason;
}
