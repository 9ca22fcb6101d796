import type { AwsCredentials, AwsEnvironment, ErrorFacts } from '../aws';
import type { ResourceEvent } from './events';

/** Where a child process does its task. */
interface TaskPlace {
  readonly environment: AwsEnvironment;
  /** Where AWS calls go; undefined for AWS itself. */
  readonly endpoint?: string;
}

/** To make an account and a region ready for the CDK. */
export interface BootstrapTask extends TaskPlace {
  readonly kind: 'bootstrap';
}

/** To deploy stacks of a cloud assembly. */
export interface DeployTask extends TaskPlace {
  readonly kind: 'deploy';
  /** The folder of the cloud assembly. */
  readonly assembly: string;
  /** The names of the stacks. */
  readonly stacks: readonly string[];
  /** How many of them are deployed at a time. */
  readonly concurrency: number;
  /** Milliseconds between two looks at the events of a stack. */
  readonly pollInterval: number;
}

/** What a child process is to do with the CDK toolkit. */
export type ToolkitTask = BootstrapTask | DeployTask;

/** What the portal sends to the child process. */
export type ToChild =
  | { readonly type: 'task'; readonly task: ToolkitTask }
  | { readonly type: 'credentials'; readonly credentials: AwsCredentials }
  | {
      /** Until when the child process may be at work: a moment of `process.hrtime.bigint()`. */
      readonly type: 'leash';
      readonly until: bigint;
    };

/** Something that the toolkit reports. */
export type ToolkitEvent =
  | { readonly type: 'stack-started'; readonly stack: string }
  | ResourceEvent
  | {
      readonly type: 'stack-finished';
      readonly stack: string;
      /** Whether there was anything to do. */
      readonly changed: boolean;
    };

/** What the child process sends to the portal. */
export type FromChild =
  | { readonly type: 'event'; readonly event: ToolkitEvent }
  | { readonly type: 'credentials-wanted' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly facts: ErrorFacts[] };
