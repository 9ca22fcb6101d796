import { EventEmitter, once } from 'node:events';

/** A fault of a resource: it fails, or hangs, instead of being made, changed or deleted. */
export interface ResourceFault {
  kind: 'resource';
  /** The resource type it strikes; any when absent. */
  type?: string;
  /** The logical id it strikes; any when absent. */
  logicalId?: string;
  /** The name of the stack it strikes; any when absent. */
  stack?: string;
  action: 'create' | 'update' | 'delete' | 'any';
  /** What happens: the resource fails, or nothing more happens until there is another plan. `fail` when absent. */
  effect?: 'fail' | 'hang';
  /** How often it strikes; always when absent. */
  times?: number;
  /** The reason that the resource gives when it fails. */
  reason?: string;
}

/** A fault of an API call. */
export interface CallFault {
  kind: 'throttle' | 'error' | 'expired' | 'latency' | 'drop';
  /** The service as signatures name it, such as `cloudformation`; any when absent. */
  service?: string;
  /** The operation, such as `DescribeStacks`; any when absent. */
  operation?: string;
  /** How often it strikes; always when absent. */
  times?: number;
  /** How many milliseconds the answer is held back (`latency`). */
  milliseconds?: number;
}

/** One thing that shall go wrong. */
export type Fault = ResourceFault | CallFault;

/** What shall go wrong, and how much of it already has. */
export class FaultPlan {
  #faults: { fault: Fault; struck: number }[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);

  /** Replaces the plan. */
  set(faults: Fault[]): void {
    this.#faults = faults.map(fault => ({ fault, struck: 0 }));
    this.#changes.emit('set');
  }

  /** The plan, each fault with how often it has struck. */
  list(): (Fault & { struck: number })[] {
    return this.#faults.map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** Resolves when the plan is replaced. Rejects when the signal is aborted. */
  async replaced(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'set', { signal });
  }

  /** The fault that strikes this resource now; `undefined` when none does. Counts as struck. */
  resourceFault(resource: {
    type: string;
    logicalId: string;
    stack: string;
    action: 'create' | 'update' | 'delete';
  }): ResourceFault | undefined {
    return this.#strike(
      (one): one is ResourceFault =>
        one.kind === 'resource' &&
        matches(one.type, resource.type) &&
        matches(one.logicalId, resource.logicalId) &&
        matches(one.stack, resource.stack) &&
        (one.action === 'any' || one.action === resource.action),
    );
  }

  /** The faults that strike this API call. Each counts as struck. */
  callFaults(service: string, operation: string | undefined): CallFault[] {
    const kinds = ['latency', 'drop', 'throttle', 'error', 'expired'] as const;
    return kinds.flatMap(
      kind =>
        this.#strike(
          (one): one is CallFault =>
            one.kind === kind &&
            matches(one.service, service) &&
            matches(one.operation, operation),
        ) ?? [],
    );
  }

  #strike<T extends Fault>(
    applies: (fault: Fault) => fault is T,
  ): T | undefined {
    const entry = this.#faults.find(
      ({ fault, struck }) =>
        applies(fault) && (fault.times === undefined || struck < fault.times),
    );
    if (!entry) {
      return undefined;
    }
    entry.struck += 1;
    return entry.fault as T;
  }
}

function matches(
  wanted: string | undefined,
  actual: string | undefined,
): boolean {
  return wanted === undefined || wanted === actual;
}
