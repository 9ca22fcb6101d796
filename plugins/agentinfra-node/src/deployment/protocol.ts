import type { AwsCredentials, AwsEnvironment, ErrorFacts } from '../aws';
import type { ResourceEvent } from './events';

/** Where a task runs. */
interface TaskPlace {
  readonly environment: AwsEnvironment;
  /** The URL for AWS calls; undefined for AWS itself. */
  readonly endpoint?: string;
}

/** Bootstraps an account and region for the CDK. */
export interface BootstrapTask extends TaskPlace {
  readonly kind: 'bootstrap';
}

/** Deploys stacks of a cloud assembly. */
export interface DeployTask extends TaskPlace {
  readonly kind: 'deploy';
  /** The folder of the cloud assembly. */
  readonly assembly: string;
  /** The names of the stacks. */
  readonly stacks: readonly string[];
  /** How many of them are deployed at a time. */
  readonly concurrency: number;
  /** Milliseconds between two polls for the events of a stack. */
  readonly pollInterval: number;
}

/** A task for the CDK toolkit. */
export type ToolkitTask = BootstrapTask | DeployTask;

/** A message from the portal to the child process. */
export type ToChild =
  | { readonly type: 'task'; readonly task: ToolkitTask }
  | { readonly type: 'credentials'; readonly credentials: AwsCredentials }
  | {
      /** Until when the child process may work: a moment of `process.hrtime.bigint()`. */
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
      /** Whether there was anything to deploy. */
      readonly changed: boolean;
    };

/** A message from the child process to the portal. */
export type FromChild =
  | { readonly type: 'event'; readonly event: ToolkitEvent }
  | { readonly type: 'credentials-wanted' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly facts: ErrorFacts[] };
