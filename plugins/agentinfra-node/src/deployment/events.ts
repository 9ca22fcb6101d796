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
  /** Why, when CloudFormation says so. */
  readonly reason?: string;
  /** Where the resource stands in the code: the path of its construct. */
  readonly path?: string;
  /** When it happened. */
  readonly time: Date;
}

/** What happened to a stack in a deployment. */
export type StackOutcome = 'created' | 'updated' | 'unchanged';

/** What happened to a stack that the definition no longer has: one that is protected against deletion is kept. */
export type ObsoleteOutcome = 'deleted' | 'kept';

/** Trouble on the way to AWS, which is waited out: what CloudFormation does goes on. */
export interface Interruption {
  /** What AWS or the network said. */
  readonly reason: string;
  /** Milliseconds until the next attempt. */
  readonly retryInMs: number;
}

/** Something that happened in a deployment. */
export type DeploymentEvent =
  | {
      /** The account and the region are made ready for the CDK; only ever done to the sandbox. */
      readonly type: 'bootstrap-started';
    }
  | {
      /** CloudFormation is at work on a stack, for somebody else or for an earlier attempt: the deployment goes on from there. */
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
      /** The definition no longer has the stack: it is being deleted. */
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
  /** Where the resource stands in the code: the path of its construct. */
  readonly path?: string;
  /** When it began. */
  readonly since: Date;
}

/** How far a deployment has come. */
export interface DeploymentProgress {
  /** Resources that are done. */
  readonly completed: number;
  /** Resources in all. */
  readonly total: number;
  /** Stacks that are done. */
  readonly stacksCompleted: number;
  /** Stacks in all. */
  readonly stacksTotal: number;
  /** What is being worked on, the longest first. */
  readonly inProgress: readonly ResourceInProgress[];
  /** How long the deployment has taken so far, in milliseconds. */
  readonly elapsedMs: number;
}
