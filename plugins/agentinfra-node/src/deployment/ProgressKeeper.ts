import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import type {
  DeploymentEvent,
  DeploymentProgress,
  ResourceEvent,
  ResourceInProgress,
} from './events';

/** Resources that CloudFormation gave up only because another one failed. */
const CONSEQUENCE = /^Resource (creation|update|deletion) cancel/i;

/** Keeps, from the events of a deployment, how far it has come and what failed first. */
export class ProgressKeeper {
  readonly #started = Date.now();
  readonly #plan: SynthesisPlan;
  readonly #completed = new Map<string, Set<string>>();
  readonly #inProgress = new Map<string, ResourceInProgress>();
  readonly #finished = new Set<string>();
  readonly #failures = new Map<string, ResourceEvent>();

  constructor(plan: SynthesisPlan) {
    this.#plan = plan;
  }

  /** The event of the resource that made the deployment fail; undefined while nothing failed. */
  get rootCause(): ResourceEvent | undefined {
    return [...this.#failures.values()].sort(
      (one, other) => one.time.getTime() - other.time.getTime(),
    )[0];
  }

  /** Takes an event into account. */
  add(event: DeploymentEvent): void {
    switch (event.type) {
      case 'stack-started':
        // What somebody else began before, and what became of it, is over.
        this.#failures.delete(event.stack);
        this.#completed.delete(event.stack);
        break;
      case 'stack-finished':
        this.#finished.add(event.stack);
        this.#failures.delete(event.stack);
        break;
      case 'resource':
        if (event.logicalId === event.stack) {
          this.#addStack(event);
        } else {
          this.#addResource(event);
        }
        break;
      default:
      // The rest changes nothing.
    }
  }

  /** How far the deployment has come. */
  progress(): DeploymentProgress {
    const { stacks } = this.#plan;
    const completed = stacks.map(({ name, resources }) =>
      this.#finished.has(name)
        ? resources
        : Math.min(resources, this.#completed.get(name)?.size ?? 0),
    );
    return {
      completed: completed.reduce((sum, count) => sum + count, 0),
      total: this.#plan.resourceCount,
      stacksCompleted: this.#finished.size,
      stacksTotal: stacks.length,
      inProgress: [...this.#inProgress.values()].sort(
        (one, other) => one.since.getTime() - other.since.getTime(),
      ),
      elapsedMs: Date.now() - this.#started,
    };
  }

  #addResource(event: ResourceEvent): void {
    const { stack, logicalId, resourceType, path, status, reason, time } =
      event;
    const key = `${stack}/${logicalId}`;
    if (status.endsWith('_IN_PROGRESS')) {
      const since = this.#inProgress.get(key)?.since ?? time;
      this.#inProgress.set(key, {
        stack,
        logicalId,
        resourceType,
        path,
        since,
      });
      return;
    }
    this.#inProgress.delete(key);
    const done = this.#completed.get(stack) ?? new Set();
    this.#completed.set(stack, done);
    if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') {
      done.add(logicalId);
    } else if (status === 'DELETE_COMPLETE') {
      done.delete(logicalId);
    } else if (status.endsWith('_FAILED') && !CONSEQUENCE.test(reason ?? '')) {
      this.#addFailure(event);
    }
  }

  /** A stack can fail although none of its resources does: an export that is in use cannot go. */
  #addStack(event: ResourceEvent): void {
    if (event.reason && event.status.endsWith('ROLLBACK_IN_PROGRESS')) {
      this.#addFailure(event);
    }
  }

  /** What fails first is the cause of the rest. */
  #addFailure(event: ResourceEvent): void {
    if (!this.#failures.has(event.stack)) {
      this.#failures.set(event.stack, event);
    }
  }
}
