import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import type {
  DeploymentEvent,
  DeploymentProgress,
  ResourceEvent,
  ResourceInProgress,
} from './events';

/** The reason of resources that CloudFormation cancelled because another one failed. */
const CONSEQUENCE = /^Resource (creation|update|deletion) cancel/i;

/** Derives the progress of a deployment, and what failed first, from its events. */
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

  /** The event of the resource that failed first; undefined if none has. */
  get rootCause(): ResourceEvent | undefined {
    return [...this.#failures.values()].sort(
      (one, other) => one.time.getTime() - other.time.getTime(),
    )[0];
  }

  /** Takes an event into account. */
  add(event: DeploymentEvent): void {
    switch (event.type) {
      case 'stack-started':
        // Earlier events belong to an earlier operation on the stack.
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
      // No other event matters.
    }
  }

  /** The progress of the deployment so far. */
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

  /** A stack can fail although none of its resources does, as when it would delete an export that is in use. */
  #addStack(event: ResourceEvent): void {
    if (event.reason && event.status.endsWith('ROLLBACK_IN_PROGRESS')) {
      this.#addFailure(event);
    }
  }

  /** Keeps the first failure of each stack: it causes the others. */
  #addFailure(event: ResourceEvent): void {
    if (!this.#failures.has(event.stack)) {
      this.#failures.set(event.stack, event);
    }
  }
}
