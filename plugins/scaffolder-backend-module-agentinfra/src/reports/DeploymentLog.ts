import type {
  DeploymentEvent,
  DeploymentProgress,
  Interruption,
  ResourceInProgress,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { describeOutcome, formatDuration } from './summaries';

/** The interval of progress lines, in milliseconds. */
const PROGRESS_MS = 10_000;

/** How many of the resources in progress a line names. */
const NAMED_RESOURCES = 3;

/** Logs a deployment: each stack, each failure, and its progress every few seconds. */
export class DeploymentLog {
  readonly #logger: LoggerService;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;
  #progress?: DeploymentProgress;

  constructor(logger: LoggerService) {
    this.#logger = logger;
    this.#timer = setInterval(() => this.#writeProgress(), PROGRESS_MS);
  }

  /** Logs an event, given the progress of the deployment so far. */
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

  /** Stops logging progress. */
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

/** The path of the construct of a resource, without the name that the CDK gives the resource itself; its logical id if it has none. */
function placeOf({ stack, logicalId, path }: ResourceInProgress): string {
  return path?.replace(/\/Resource$/, '') ?? `${stack}/${logicalId}`;
}

/** A temporary error of AWS, as a line of a log. */
export function describeInterruption({
  reason,
  retryInMs,
}: Interruption): string {
  return `Interrupted on the way to AWS, where everything goes on; next attempt in ${formatDuration(
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
