import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Definition,
  parseDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { InputError } from '@backstage/errors';

/** The file in a repository that contains the definition of the platform. */
export const DEFINITION_PATH = 'config/platform.json';

/**
 * Reads the definition of the platform in a repository.
 *
 * @param repository - the folder of the repository
 * @throws InputError if the folder is not a rendered repository, or its definition cannot be used
 */
export async function readDefinition(repository: string): Promise<Definition> {
  const text = await readFile(join(repository, DEFINITION_PATH), 'utf8').catch(
    error => {
      throw new InputError(
        error.code === 'ENOENT'
          ? `There is no ${DEFINITION_PATH} in the folder: render the repository with agentinfra:render first. After the portal was restarted, the files of a task are only there if \`scaffolder.taskRecovery.workspaceProvider\` is set.`
          : `${DEFINITION_PATH} cannot be read: ${error.code}`,
      );
    },
  );
  return toDefinition(text);
}

/**
 * The definition that a file holds.
 *
 * @param text - of the file
 * @throws InputError if it cannot be used
 */
export function toDefinition(text: string): Definition {
  try {
    return parseDefinition(JSON.parse(text));
  } catch (error) {
    throw new InputError(`${DEFINITION_PATH}: ${(error as Error).message}`);
  }
}
