import { AwsCredentials, errorChain, ErrorFacts } from '../aws';
import { Child, ChildCrash, passedOn } from '../children';
import type { Leash } from './Leash';
import type { FromChild, ToChild, ToolkitEvent, ToolkitTask } from './protocol';

/** The environment variables of the portal that tell how to reach AWS. */
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

/** The process mostly waits and needs little room for new objects: this saves 100 of 450 MiB and costs no time. Measured with the typical platform. */
const NODE_OPTIONS = ['--max-semi-space-size=2'];

/** The interval at which the leash of the process is extended, in milliseconds. */
const LEASH_MS = 2_000;

/** How a task interacts with the portal while it runs. */
export interface ToolkitTaskOptions {
  /** Provides credentials whenever the toolkit needs them. */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Called for everything that the toolkit reports. */
  readonly onEvent: (event: ToolkitEvent) => void;
  /** Ends {@link ToolkitProcess.run}, but not the process. */
  readonly signal?: AbortSignal;
  /** Limits how long the process may work: it ends by itself when the leash is not extended. */
  readonly leash?: Leash;
}

/** Thrown when the toolkit fails at a task. */
export class ToolkitFailure extends Error {
  /** @param facts - the error and its causes, the outermost first */
  constructor(readonly facts: readonly ErrorFacts[]) {
    const message =
      facts[facts.length - 1]?.message ?? 'The CDK toolkit failed';
    // The rest are source lines of the bundled app on this machine.
    super(message.split('\nSource Location:')[0]);
    this.name = 'ToolkitFailure';
  }
}

/** An error of the toolkit or of the portal, and all of its causes, the outermost first. */
export function factsOf(error: unknown): readonly ErrorFacts[] {
  return error instanceof ToolkitFailure ? error.facts : errorChain(error);
}

/** The CDK toolkit in a child process, which does the tasks of one deployment, one after the other. */
export class ToolkitProcess {
  readonly #child: Child;

  /** @param cacheDirectory - the folder for what the toolkit has looked up in accounts */
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
   * @throws ToolkitFailure if the toolkit fails; what `credentials` throws; the reason of the signal if it is aborted, after which
   * the process goes on with the task until it is killed
   */
  async run(task: ToolkitTask, options: ToolkitTaskOptions): Promise<void> {
    const extending = this.#keepExtending(options.leash);
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
      clearInterval(extending);
    }
  }

  #keepExtending(leash?: Leash): NodeJS.Timeout | undefined {
    if (!leash) {
      return undefined;
    }
    const extend = () => {
      const nanoseconds = BigInt(Math.floor(leash.validForMs() * 1e6));
      this.#send({
        type: 'leash',
        until: process.hrtime.bigint() + nanoseconds,
      });
    };
    extend();
    return setInterval(extend, LEASH_MS).unref();
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
        // Development tools that watch the process make it send messages of their own.
      }
    }
  }

  #send(message: ToChild): void {
    this.#child.send(message);
  }
}
