/** Something that CloudFormation did with a resource. */
export interface ResourceEvent {
  readonly type: 'resource';
  /** The name of the stack. */
  readonly stack: string;
  /** The logical id of the resource. */
  readonly logicalId: string;
  /** Its type, such as `AWS::EC2::VPC`. */
  readonly resourceType: string;
  /** Its status, such as `CREATE_IN_PROGRESS`. */
  readonly status: string;
  /** The reason, if CloudFormation gives one. */
  readonly reason?: string;
  /** The path of the construct that defines the resource. */
  readonly path?: string;
  /** When it happened. */
  readonly time: Date;
}

/** The outcome of a deployment for a stack of the definition. */
export type StackOutcome = 'created' | 'updated' | 'unchanged';

/** The outcome for a stack that the definition no longer has: it is kept if it is protected from deletion. */
export type ObsoleteOutcome = 'deleted' | 'kept';

/** A temporary error of AWS that is waited out; CloudFormation goes on in the meantime. */
export interface Interruption {
  /** What AWS or the network said. */
  readonly reason: string;
  /** Milliseconds until the next attempt. */
  readonly retryInMs: number;
}

/** Something that happened in a deployment. */
export type DeploymentEvent =
  | {
      /** The account and region are being bootstrapped for the CDK; happens in the sandbox only. */
      readonly type: 'bootstrap-started';
    }
  | {
      /** A stack was already in progress, started by somebody else or by an earlier attempt: the deployment continues from there. */
      readonly type: 'stack-in-progress';
      readonly stack: string;
      readonly status: string;
    }
  | ({ readonly type: 'interrupted' } & Interruption)
  | { readonly type: 'stack-started'; readonly stack: string }
  | ResourceEvent
  | {
      readonly type: 'stack-finished';
      readonly stack: string;
      readonly outcome: StackOutcome;
    }
  | {
      /** A stack that the definition no longer has is being deleted. */
      readonly type: 'obsolete-started';
      readonly stack: string;
    }
  | {
      readonly type: 'obsolete-finished';
      readonly stack: string;
      readonly outcome: ObsoleteOutcome;
    };

/** A resource that is being created, updated or deleted. */
export interface ResourceInProgress {
  readonly stack: string;
  readonly logicalId: string;
  readonly resourceType: string;
  /** The path of the construct that defines the resource. */
  readonly path?: string;
  /** When it began. */
  readonly since: Date;
}

/** How far a deployment has come. */
export interface DeploymentProgress {
  /** The number of resources that are done. */
  readonly completed: number;
  /** The number of all resources. */
  readonly total: number;
  /** The number of stacks that are done. */
  readonly stacksCompleted: number;
  /** The number of all stacks. */
  readonly stacksTotal: number;
  /** The resources in progress, those that began first before the others. */
  readonly inProgress: readonly ResourceInProgress[];
  /** How long the deployment has taken so far, in milliseconds. */
  readonly elapsedMs: number;
}
