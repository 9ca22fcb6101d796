import { identityOf } from '../../resources/identity';
import { limitProblem } from '../../resources/limits';
import { refusal } from '../../resources/refusal';
import { schemaProblem } from '../../resources/schema';
import { serviceTokenProblem } from '../../resources/serviceToken';
import { isCustomResource } from '../../resources/specification';
import type { Place } from '../../state/place';
import type { ResourceRecord, StackRecord } from '../../state/records';
import type { SandboxState } from '../../state/sandboxState';
import { seedOf } from '../scope';
import { chosenName, nameOwner } from './names';

/**
 * Checks that AWS would accept a resource as it is declared.
 *
 * @throws Error with AWS's reason when it would not
 */
export function requireAcceptable(
  state: SandboxState,
  place: Place,
  resource: ResourceRecord,
): void {
  const problem =
    schemaProblem(resource.type, resource.properties, place.region) ??
    limitProblem(place, resource) ??
    (isCustomResource(resource.type)
      ? serviceTokenProblem(state, resource.properties)
      : undefined);
  if (problem) {
    throw new Error(problem);
  }
}

/** A resource that needs a physical id. */
export interface NewResource {
  readonly stack: StackRecord;
  readonly resource: ResourceRecord;
  /** The resource that it replaces. */
  readonly replaced?: ResourceRecord;
}

/**
 * Chooses the physical id of a new resource.
 *
 * @throws Error when the template names it like an existing resource
 */
export function identify(
  state: SandboxState,
  place: Place,
  { stack, resource, replaced }: NewResource,
): string {
  const identity = identityOf(seedOf(place, stack, resource));
  const chosen = chosenName(resource, identity);
  if (!chosen) {
    return identity.physicalId;
  }
  if (replaced && chosen.isNameOf(replaced)) {
    throw new Error(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${chosen.name} and update the stack again.`,
    );
  }
  const owner = nameOwner(state, place, chosen, resource);
  if (owner !== undefined) {
    throw new Error(
      refusal(
        `Resource of type '${resource.type}' with identifier '${chosen.name}' already exists${owner}.`,
        'AlreadyExists',
      ),
    );
  }
  return identity.physicalId;
}
