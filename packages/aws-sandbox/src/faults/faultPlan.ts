/** A fault of a resource: it fails instead of being made, changed or deleted. */
export interface ResourceFault {
  kind: 'resource';
  /** The resource type it strikes; any when absent. */
  type?: string;
  /** The logical id it strikes; any when absent. */
  logicalId?: string;
  /** The name of the stack it strikes; any when absent. */
  stack?: string;
  action: 'create' | 'update' | 'delete' | 'any';
  /** How often it strikes; always when absent. */
  times?: number;
  /** The reason that the resource gives. */
  reason?: string;
}

/** A fault of an API call. */
export interface CallFault {
  kind: 'throttle' | 'error' | 'latency' | 'drop';
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

  /** Replaces the plan. */
  set(faults: Fault[]): void {
    this.#faults = faults.map(fault => ({ fault, struck: 0 }));
  }

  /** The plan, each fault with how often it has struck. */
  list(): (Fault & { struck: number })[] {
    return this.#faults.map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** The reason why this resource must fail now; `undefined` when it need not. Counts as struck. */
  resourceFailure(resource: {
    type: string;
    logicalId: string;
    stack: string;
    action: 'create' | 'update' | 'delete';
  }): string | undefined {
    const fault = this.#strike(
      (one): one is ResourceFault =>
        one.kind === 'resource' &&
        matches(one.type, resource.type) &&
        matches(one.logicalId, resource.logicalId) &&
        matches(one.stack, resource.stack) &&
        (one.action === 'any' || one.action === resource.action),
    );
    return (
      fault &&
      (fault.reason ??
        `Resource handler returned message: "The sandbox was told to fail here" (HandlerErrorCode: GeneralServiceException)`)
    );
  }

  /** The faults that strike this API call. Each counts as struck. */
  callFaults(service: string, operation: string | undefined): CallFault[] {
    const kinds = ['latency', 'drop', 'throttle', 'error'] as const;
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
