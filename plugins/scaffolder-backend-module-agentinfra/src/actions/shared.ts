import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

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
