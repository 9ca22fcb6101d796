import { AwsCredentials, errorChain, ErrorFacts } from '../aws';
import { Child, ChildCrash, passedOn } from '../children';
import type { Leash } from './Leash';
import type { FromChild, ToChild, ToolkitEvent, ToolkitTask } from './protocol';

/** What of the portal's environment says how AWS is reached. */
const NETWORK = [
  'AWS_ENDPOINT_URL',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/** A process that mostly waits needs no room for new objects: this takes 100 of its 450 MiB away, and no time. Measured with the typical platform. */
const NODE_OPTIONS = ['--max-semi-space-size=2'];

/** Milliseconds between two times that the process is told for how long it may be at work. */
const LEASH_MS = 2_000;

/** How a task talks to the portal while it runs. */
export interface ToolkitTaskOptions {
  /** Gives credentials whenever the toolkit needs some. */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Takes what the toolkit reports. */
  readonly onEvent: (event: ToolkitEvent) => void;
  /** Ends the process. */
  readonly signal?: AbortSignal;
  /** Says for how long the process may be at work: it ends by itself when nobody tells it to go on. */
  readonly leash?: Leash;
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

/** What is known of an error of the toolkit or of the portal, and of all that caused it, the outermost first. */
export function factsOf(error: unknown): readonly ErrorFacts[] {
  return error instanceof ToolkitFailure ? error.facts : errorChain(error);
}

/** The CDK toolkit in a child process, which does one task after the other for one deployment. */
export class ToolkitProcess {
  readonly #child: Child;

  /** @param cacheDirectory - where the toolkit keeps what it knows of accounts */
  constructor(cacheDirectory: string) {
    this.#child = new Child(
      'deployment-child',
      { ...passedOn(NETWORK), CDK_HOME: cacheDirectory },
      NODE_OPTIONS,
    );
  }

  /** Whether it can still take a task. */
  get alive(): boolean {
    return this.#child.alive;
  }

  /** Ends the process, whatever it does. */
  kill(): void {
    this.#child.kill();
  }

  /**
   * Does a task.
   *
   * @throws ToolkitFailure if the toolkit fails; what `credentials` throws; the reason of the signal if it is aborted, which leaves
   *   the process at work
   */
  async run(task: ToolkitTask, options: ToolkitTaskOptions): Promise<void> {
    const telling = this.#tell(options.leash);
    try {
      await this.#child.converse(
        messages => this.#perform(task, options, messages),
        options.signal,
      );
    } catch (error) {
      throw error instanceof ChildCrash
        ? new ToolkitFailure([
            {
              name: error.name,
              message: `The process of the CDK toolkit ${error.message}`,
            },
          ])
        : error;
    } finally {
      clearInterval(telling);
    }
  }

  #tell(leash?: Leash): NodeJS.Timeout | undefined {
    if (!leash) {
      return undefined;
    }
    const tell = () => {
      const nanoseconds = BigInt(Math.floor(leash.validForMs() * 1e6));
      this.#send({
        type: 'leash',
        until: process.hrtime.bigint() + nanoseconds,
      });
    };
    tell();
    return setInterval(tell, LEASH_MS).unref();
  }

  async #perform(
    task: ToolkitTask,
    { credentials, onEvent }: ToolkitTaskOptions,
    messages: AsyncIterable<unknown>,
  ): Promise<void> {
    this.#send({ type: 'task', task });
    for await (const message of messages as AsyncIterable<FromChild>) {
      switch (message.type) {
        case 'event':
          onEvent(message.event);
          break;
        case 'credentials-wanted':
          this.#send({ type: 'credentials', credentials: await credentials() });
          break;
        case 'done':
          return;
        case 'failed':
          throw new ToolkitFailure(message.facts);
        default:
        // Tools that watch the process let it send messages of theirs.
      }
    }
  }

  #send(message: ToChild): void {
    this.#child.send(message);
  }
}
