import { ChildProcess } from 'node:child_process';
import { ErrorFacts, AwsCredentials } from '../aws';
import { forkChild, hold } from '../children';
import type { FromChild, ToChild, ToolkitEvent, ToolkitTask } from './protocol';

/** How a task talks to the portal while it runs. */
export interface ToolkitTaskOptions {
  /** Gives credentials whenever the toolkit needs some. */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Takes what the toolkit reports. */
  readonly onEvent: (event: ToolkitEvent) => void;
  /** Ends the process. */
  readonly signal?: AbortSignal;
}

/** The toolkit could not do its task. */
export class ToolkitFailure extends Error {
  /** @param facts - the error and what caused it, the outermost first */
  constructor(readonly facts: readonly ErrorFacts[]) {
    const message =
      facts[facts.length - 1]?.message ?? 'The CDK toolkit failed';
    // What follows are lines of the bundled app on this machine.
    super(message.split('\nSource Location:')[0]);
    this.name = 'ToolkitFailure';
  }
}

/** The CDK toolkit in a child process, which does one task and ends. */
export class ToolkitProcess {
  readonly #child: ChildProcess;
  readonly #printed: string[] = [];

  /** @param cacheDirectory - where the toolkit keeps what it knows of accounts */
  constructor(cacheDirectory: string) {
    this.#child = forkChild('deployment-child', { CDK_HOME: cacheDirectory });
    this.#child.stderr?.on('data', chunk =>
      this.#printed.push(chunk.toString()),
    );
  }

  /** Whether it can still take a task. */
  get alive(): boolean {
    return this.#child.connected;
  }

  /** Ends the process. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * Does the one task, and ends the process.
   *
   * @throws ToolkitFailure if the toolkit fails; what `credentials` throws; the reason of the signal if it ends the process
   */
  async run(task: ToolkitTask, options: ToolkitTaskOptions): Promise<void> {
    const { signal } = options;
    try {
      signal?.throwIfAborted();
      await this.#exchange(task, options);
    } finally {
      this.kill();
    }
  }

  #exchange(task: ToolkitTask, options: ToolkitTaskOptions): Promise<void> {
    const { credentials, onEvent, signal } = options;
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      hold(this.#child);
      this.#child.on('error', reject);
      this.#child.on('exit', (code, by) => {
        signal?.removeEventListener('abort', abort);
        reject(this.#crash(by ?? `code ${code}`));
      });
      this.#child.on('message', (message: FromChild) => {
        switch (message.type) {
          case 'event':
            onEvent(message.event);
            break;
          case 'credentials-wanted':
            credentials().then(
              value => this.#send({ type: 'credentials', credentials: value }),
              reject,
            );
            break;
          case 'done':
            resolve();
            break;
          case 'failed':
            reject(new ToolkitFailure(message.facts));
            break;
          default:
          // What tools that watch this process send is not ours.
        }
      });
      this.#send({ type: 'task', task });
    });
  }

  #send(message: ToChild): void {
    if (this.#child.connected) {
      this.#child.send(message);
    }
  }

  #crash(how: string): Error {
    const printed = this.#printed.join('').slice(-2000);
    return new ToolkitFailure([
      {
        name: 'Crash',
        message: `The process of the CDK toolkit ended (${how}) before it was done. ${printed}`,
      },
    ]);
  }
}
