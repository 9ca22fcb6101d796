import { ChildProcess } from 'node:child_process';
import { ErrorFacts, AwsCredentials } from '../aws';
import { forkChild, hold, release } from '../children';
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

/** The CDK toolkit in a child process, which does one task after the other for one deployment. */
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

  /** Ends the process, whatever it does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * Does a task.
   *
   * @throws ToolkitFailure if the toolkit fails; what `credentials` throws; the reason of the signal if it is aborted, which leaves
   *   the process at work
   */
  run(
    task: ToolkitTask,
    { credentials, onEvent, signal }: ToolkitTaskOptions,
  ): Promise<void> {
    const child = this.#child;
    return new Promise<void>((resolve, reject) => {
      const settle = (finish: () => void) => {
        child.off('message', onMessage).off('error', fail).off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
        release(child);
        finish();
      };
      const fail = (error: unknown) => settle(() => reject(error));
      const onAbort = () => fail(signal?.reason);
      const onExit = (code: number | null, by: string | null) =>
        fail(this.#crash(by ?? `code ${code}`));
      const onMessage = (message: FromChild) => {
        switch (message.type) {
          case 'event':
            onEvent(message.event);
            break;
          case 'credentials-wanted':
            credentials().then(
              value => this.#send({ type: 'credentials', credentials: value }),
              fail,
            );
            break;
          case 'done':
            settle(resolve);
            break;
          case 'failed':
            fail(new ToolkitFailure(message.facts));
            break;
          default:
          // What tools that watch this process send is not ours.
        }
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      hold(child);
      child.on('message', onMessage).on('error', fail).on('exit', onExit);
      signal?.addEventListener('abort', onAbort);
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
