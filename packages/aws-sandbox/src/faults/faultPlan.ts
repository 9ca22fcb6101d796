import { EventEmitter, once } from 'node:events';

/** A fault of a resource: it fails or hangs instead of being created, updated or deleted. */
export interface ResourceFault {
  readonly kind: 'resource';
  /** The resource type it strikes; any when absent. */
  readonly type?: string;
  /** The logical id it strikes; any when absent. */
  readonly logicalId?: string;
  /** The name of the stack it strikes; any when absent. */
  readonly stack?: string;
  readonly action: 'create' | 'update' | 'delete' | 'any';
  /** Whether the resource fails, or hangs until the plan is replaced. @default fail */
  readonly effect?: 'fail' | 'hang';
  /** How often it strikes; always when absent. */
  readonly times?: number;
  /** The status reason of the failed resource. */
  readonly reason?: string;
}

/** A fault of an API call. */
export interface CallFault {
  readonly kind: 'throttle' | 'error' | 'expired' | 'latency' | 'drop';
  /** The service as signatures name it, such as `cloudformation`; any when absent. */
  readonly service?: string;
  /** The operation, such as `DescribeStacks`; any when absent. */
  readonly operation?: string;
  /** How often it strikes; always when absent. */
  readonly times?: number;
  /** The delay of the response in milliseconds (`latency`). */
  readonly milliseconds?: number;
}

/** Something that goes wrong on purpose. */
export type Fault = ResourceFault | CallFault;

/** The plan of faults, and how often each of them has struck. */
export class FaultPlan {
  #faults: { fault: Fault; struck: number }[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);

  /** Replaces the plan. */
  set(faults: Fault[]): void {
    this.#faults = faults.map(fault => ({ fault, struck: 0 }));
    this.#changes.emit('set');
  }

  /** The faults of the plan, and how often each of them has struck. */
  list(): (Fault & { struck: number })[] {
    return this.#faults.map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** Resolves when the plan is replaced. Rejects when the signal is aborted. */
  async replaced(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'set', { signal });
  }

  /** Picks the fault that strikes a resource, and counts it as struck; `undefined` if none does. */
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

  /** Picks the faults that strike an API call, and counts each as struck. */
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
