import type {
  DeploymentEvent,
  DeploymentProgress,
  Interruption,
  ResourceInProgress,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { describeOutcome, formatDuration } from './summaries';

/** How long the log may stay silent, in milliseconds. */
const SILENCE_MS = 10_000;

/** How many of the resources in progress one line names. */
const NAMED_RESOURCES = 3;

/** Writes what happens in a deployment as lines of a log: each stack, each failure, and how far it has come every few seconds. */
export class DeploymentLog {
  readonly #logger: LoggerService;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;
  #progress?: DeploymentProgress;

  constructor(logger: LoggerService) {
    this.#logger = logger;
    this.#timer = setInterval(() => this.#writeProgress(), SILENCE_MS);
  }

  /** Takes an event, and how far the deployment has come by it. */
  add(event: DeploymentEvent, progress: DeploymentProgress): void {
    this.#progress = progress;
    const line = describe(event);
    if (line) {
      this.#logger.info(`${line} (${this.#elapsed()})`);
    }
    if (event.type === 'stack-finished') {
      this.#writeProgress();
    }
  }

  /** Ends the log. */
  end(): void {
    clearInterval(this.#timer);
  }

  #writeProgress(): void {
    if (!this.#progress) {
      this.#logger.info(`Waiting for CloudFormation, ${this.#elapsed()}`);
      return;
    }
    const { completed, total, stacksCompleted, stacksTotal, inProgress } =
      this.#progress;
    const named = inProgress
      .slice(0, NAMED_RESOURCES)
      .map(
        resource =>
          `${placeOf(resource)} (${resource.resourceType}) for ${formatDuration(
            Date.now() - resource.since.getTime(),
          )}`,
      );
    const more = inProgress.length - named.length;
    this.#logger.info(
      [
        `${completed} of ${total} resources, ${stacksCompleted} of ${stacksTotal} stacks, ${this.#elapsed()}`,
        ...(named.length > 0
          ? [`now ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]
          : []),
      ].join('; '),
    );
  }

  #elapsed(): string {
    return formatDuration(Date.now() - this.#started);
  }
}

/** Where a resource stands: the path of its construct, when it is known, without the name of the CDK for the resource itself. */
function placeOf({ stack, logicalId, path }: ResourceInProgress): string {
  return path?.replace(/\/Resource$/, '') ?? `${stack}/${logicalId}`;
}

/** Trouble on the way to AWS, as a line of a log. */
export function describeInterruption({
  reason,
  retryInMs,
}: Interruption): string {
  return `Interrupted on the way to AWS, which goes on; next attempt in ${formatDuration(
    retryInMs,
  )}: ${reason}`;
}

function describe(event: DeploymentEvent): string | undefined {
  switch (event.type) {
    case 'bootstrap-started':
      return 'Making the sandbox ready for the CDK';
    case 'stack-in-progress':
      return `${event.stack}: in ${event.status}, waiting for it`;
    case 'interrupted':
      return describeInterruption(event);
    case 'stack-started':
      return `${event.stack}: started`;
    case 'stack-finished':
      return `${event.stack}: ${describeOutcome(event.outcome)}`;
    case 'obsolete-started':
      return `${event.stack}: deleting it, because the definition no longer has it`;
    case 'obsolete-finished':
      return `${event.stack}: ${describeOutcome(event.outcome)}`;
    case 'resource':
      return event.status.endsWith('_FAILED')
        ? `${event.stack}: ${event.resourceType} ${event.logicalId} ${
            event.status
          }: ${event.reason ?? 'no reason given'}`
        : undefined;
    default:
      return undefined;
  }
}
