import {
  Definition,
  ownerRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ConflictError } from '@backstage/errors';
import type { StackState } from './state';

/**
 * Whether a stack belongs to a platform, by its tags.
 *
 * A stack in review has no resources, and perhaps no tags yet: any platform may take it over.
 */
export function isOwn(definition: Definition, stack: StackState): boolean {
  return stack.status === 'REVIEW_IN_PROGRESS' || bearsTags(definition, stack);
}

/** Whether a stack has the tags of a platform and of its owner. */
export function bearsTags(definition: Definition, stack: StackState): boolean {
  const owner = stack.tags.Owner ?? '';
  return (
    stack.tags['agentinfra:platform'] === platformId(definition) &&
    owner !== '' &&
    ownerRef(owner) === ownerRef(definition.owner)
  );
}

/**
 * Checks that a stack belongs to a platform.
 *
 * @throws ConflictError if it belongs to somebody else
 */
export function checkOwn(definition: Definition, stack: StackState): void {
  const owner = stack.tags.Owner ?? '';
  if (!isOwn(definition, stack)) {
    throw new ConflictError(
      `The stack ${stack.name} in ${definition.account}, ${
        definition.region
      } exists and belongs to ${
        owner || 'somebody else'
      }: choose another name for the platform, or have that stack removed.`,
    );
  }
}
