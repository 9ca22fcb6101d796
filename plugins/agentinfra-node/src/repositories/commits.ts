import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';

/**
 * The message of a commit of the portal. By its last line, the portal recognizes the commit as its own.
 *
 * @param definition - the definition of the platform whose repository is changed
 * @param subject - the first line
 */
export function commitMessage(definition: Definition, subject: string): string {
  return `${subject}\n\n${trailerOf(definition)}\n`;
}

/** Whether the portal made a commit, by the message of the commit. */
export function isOwnCommit(definition: Definition, message: string): boolean {
  return message.trimEnd().endsWith(`\n${trailerOf(definition)}`);
}

function trailerOf(definition: Definition): string {
  return `AgentInfra-Platform: ${platformId(definition)}`;
}
