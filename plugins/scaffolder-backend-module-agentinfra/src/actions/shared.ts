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

/** What the input `path` means, which all actions have. */
export const PATH_DESCRIPTION =
  'Folder of the rendered repository, relative to the workspace; the workspace itself by default';

/** The folder of the rendered repository, which cannot lie outside of the workspace. */
export function repositoryOf(ctx: {
  readonly workspacePath: string;
  readonly input: { readonly path?: string };
}): string {
  return resolveSafeChildPath(ctx.workspacePath, ctx.input.path || '.');
}

/**
 * How the task of an action holds a platform.
 *
 * @param keep - whether later actions of the task go on with the platform
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

/** Gives each value as the output of its name; what is undefined is left out. */
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

/** What systems and databases say when a disk is full. */
const DISK_FULL = /ENOSPC|no space left on device|database or disk is full/i;

/** The names of errors that are mistakes in a program. */
const BUGS = ['ReferenceError', 'SyntaxError', 'TypeError'];

/**
 * Does the work of an action, and puts failures that every action can meet in words that say what to do.
 *
 * @throws what was thrown, in other words where there are better ones
 */
export async function withClearErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const clear = isError(error) ? toClearError(error) : error;
    if (isError(clear) && !BUGS.includes(clear.name)) {
      // The log of the task shows the stack. Its frames are paths of this machine, which help nobody there.
      clear.stack = `${clear.name}: ${clear.message}`;
    }
    throw clear;
  }
}

function toClearError(error: Error): Error {
  if (error.name === 'AbortError') {
    return new Error(
      'The task was cancelled. What stands is kept: run this again to go on.',
      { cause: error },
    );
  }
  if (DISK_FULL.test(error.message)) {
    return new Error(
      'The disk of the portal is full, the one of its state folder or of its temporary files: free some space, then run this again. Nothing of the platform is lost.',
      { cause: error },
    );
  }
  return error;
}
