import { specificationOf } from '../resources/specification';
import type { Place } from '../state/place';
import type { ResourceRecord } from '../state/records';
import type { SandboxState } from '../state/sandboxState';

/** Types whose names are unique over all regions of an account. */
const GLOBAL_SERVICES = ['IAM', 'Budgets', 'CloudFront', 'Route53'];

/**
 * Says who already has the name of a resource that is about to be made.
 *
 * @param self - the record of the resource itself, which does not count
 * @returns words to append to the error, possibly empty; `undefined` when the name is free
 */
export function nameOwner(
  state: SandboxState,
  place: Place,
  type: string,
  physicalId: string,
  self: ResourceRecord,
): string | undefined {
  if (!specificationOf(type)) {
    return undefined;
  }
  if (type === 'AWS::S3::Bucket') {
    return bucketOwner(state, physicalId);
  }
  if (type === 'AWS::SSM::Parameter' && place.parameters.has(physicalId)) {
    return '';
  }
  const places = GLOBAL_SERVICES.includes(type.split('::')[1])
    ? state.places().filter(({ account }) => account === place.account)
    : [place];
  for (const one of places) {
    const owner = one
      .resources(type)
      .find(
        ({ resource }) =>
          resource !== self && resource.physicalId === physicalId,
      );
    if (owner) {
      return ` in stack ${owner.stackId}`;
    }
  }
  return undefined;
}

function bucketOwner(state: SandboxState, name: string): string | undefined {
  return state.findBucket(name) ? '' : undefined;
}
