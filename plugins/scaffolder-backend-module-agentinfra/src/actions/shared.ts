import {
  type Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  type LoggerService,
  resolveSafeChildPath,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
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

/**
 * Does the work of an action, and puts failures that every action can meet in words that say what to do.
 *
 * @throws InputError for a definition that cannot be used; else what was thrown
 */
export async function withClearErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) {
      throw error;
    }
    if (error.name === 'DefinitionError') {
      throw new InputError(error.message);
    }
    if (/ENOSPC|no space left on device/i.test(error.message)) {
      throw new Error(
        `The disk of the portal is full: free some space, then run this again. Nothing of the platform is lost. (${error.message})`,
        { cause: error },
      );
    }
    throw error;
  }
}
