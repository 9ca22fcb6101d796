import type { Place } from '../state/place';
import type { ResourceRecord } from '../state/records';
import { html, HtmlValue } from './html';

/** A resource with the name of the stack that it belongs to. */
export interface ShownResource extends ResourceRecord {
  physicalId: string;
  stackName: string;
}

/**
 * The resources of a type that belong to a platform.
 *
 * @param filter - what their name or the name of their stack begins with; all when empty
 */
export function resourcesOf(
  place: Place,
  type: string,
  filter: string,
): ShownResource[] {
  return place
    .resources(type)
    .map(({ stackId, resource }) => ({
      ...resource,
      physicalId: resource.physicalId ?? '',
      stackName: stackId.split('/')[1],
    }))
    .filter(
      ({ stackName, physicalId }) =>
        stackName.startsWith(filter) || physicalId.startsWith(filter),
    )
    .sort((a, b) => (a.physicalId < b.physicalId ? -1 : 1));
}

/** Describes the filter of a page. */
export function filterNote(filter: string, all: string): HtmlValue {
  return (
    filter !== '' &&
    html`<p class="quiet">
      Of <code>${filter}</code>. <a href="${all}">Show all</a>
    </p>`
  );
}
