import {
  type Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  type LoggerService,
  resolveSafeChildPath,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { HoldOptions } from '../leases';

/** The description of the input `path`, which all actions have. */
export const PATH_DESCRIPTION =
  'Folder of the rendered repository, relative to the workspace; the workspace itself by default';

/**
 * The folder of the rendered repository.
 *
 * @throws NotAllowedError if `path` leads out of the workspace
 */
export function repositoryOf(ctx: {
  readonly workspacePath: string;
  readonly input: { readonly path?: string };
}): string {
  return resolveSafeChildPath(ctx.workspacePath, ctx.input.path || '.');
}

/**
 * The lease that an action needs to work on a platform.
 *
 * @param keep - whether later actions of the task need the platform, too
 */
export function holdOf(
  ctx: {
    readonly task: { readonly id: string };
    readonly user?: { readonly ref?: string };
    readonly logger: LoggerService;
    readonly signal?: AbortSignal;
  },
  definition: Definition,
  { keep }: { readonly keep: boolean },
): HoldOptions {
  return {
    claim: {
      platformId: platformId(definition),
      taskId: ctx.task.id,
      userRef: ctx.user?.ref,
    },
    logger: ctx.logger,
    signal: ctx.signal,
    keep,
  };
}

/** Sets several outputs of an action; undefined values are left out. */
export function outputAll<Outputs extends object>(
  ctx: {
    output(name: keyof Outputs, value: Outputs[keyof Outputs]): void;
  },
  outputs: Outputs,
): void {
  for (const name of Object.keys(outputs) as (keyof Outputs)[]) {
    if (outputs[name] !== undefined) {
      ctx.output(name, outputs[name]);
    }
  }
}

/** How operating systems and databases report a full disk. */
const DISK_FULL = /ENOSPC|no space left on device|database or disk is full/i;

/** How operating systems report a file that may not be written or read. */
const NOT_PERMITTED = /\b(EACCES|EPERM|EROFS)\b/;

/** How clients of other plugins report credentials that are missing or have expired. */
const UNAUTHORIZED = /^Request failed with 401\b/;

/** The names of errors that are bugs: their stack traces are worth keeping. */
const BUGS = ['ReferenceError', 'SyntaxError', 'TypeError'];

/**
 * Runs an action, and explains the errors that any action can meet: their messages say what to do.
 *
 * @throws the error of the action, explained where that helps
 */
export async function withClearErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const clear = isError(error) ? toClearError(error) : error;
    if (isError(clear) && !BUGS.includes(clear.name)) {
      // The log of the task shows the stack, but its paths on this machine help nobody there.
      clear.stack = `${clear.name}: ${clear.message}`;
    }
    throw clear;
  }
}

function toClearError(error: Error): Error {
  if (error.name === 'AbortError') {
    return new Error(
      'The task was cancelled. What already exists is kept: run this again to go on.',
      { cause: error },
    );
  }
  if (DISK_FULL.test(error.message)) {
    return new Error(
      'The disk of the portal is full, either that of its state folder or that of its temporary files: free some space, then run this again. Nothing of the platform is lost.',
      { cause: error },
    );
  }
  if (NOT_PERMITTED.test(error.message)) {
    return new Error(
      `The portal is not permitted to work with its own files (${error.message}): let its user write them, then run this again. What already exists is kept.`,
      { cause: error },
    );
  }
  if (UNAUTHORIZED.test(error.message)) {
    return new Error(
      'The portal no longer has the credentials of whoever started the task: the scaffolder drops them when a task is cancelled, even if a portal that is restarted resumes it. Press Retry. What already exists is kept.',
      { cause: error },
    );
  }
  return error;
}
