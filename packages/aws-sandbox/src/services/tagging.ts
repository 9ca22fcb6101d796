import { seedOf } from '../cloudformation/scope';
import { asList, asObject, asText, Json } from '../json';
import { arn } from '../resources/arn';
import { identityOf } from '../resources/identity';
import { specificationOf } from '../resources/specification';
import type { Place, StackResource } from '../state/place';
import { jsonService } from './jsonService';
import { page } from './paging';
import type { Service } from './service';

/** How many resources a page has. */
const PAGE = 100;

/** The Resource Groups Tagging API: finds resources by the tags of their stacks, including those that outlived their stack. */
export function taggingService(): Service {
  return jsonService('the Resource Groups Tagging API', '1.1', {
    GetResources: ({ TagFilters, PaginationToken }, place) => {
      const filters = asList(TagFilters).map(asObject);
      const found = place
        .resources()
        .filter(({ resource }) => isTaggable(resource.type))
        .filter(({ resource: { stackTags } }) =>
          filters.every(({ Key, Values }) =>
            holds(stackTags, String(Key), asList(Values)),
          ),
        );
      const { items, nextToken } = page(found, asText(PaginationToken), PAGE);
      return {
        PaginationToken: nextToken ?? '',
        ResourceTagMappingList: items.map(one => ({
          ResourceARN: arnOf(place, one),
          Tags: Object.entries(one.resource.stackTags).map(([Key, Value]) => ({
            Key,
            Value,
          })),
        })),
      };
    },
  });
}

/** Whether a resource has a tag, with one of the values if any are given. */
function holds(
  tags: Record<string, string>,
  key: string,
  values: Json[],
): boolean {
  return key in tags && (values.length === 0 || values.includes(tags[key]));
}

function isTaggable(type: string): boolean {
  return specificationOf(type)?.tagInformation !== undefined;
}

function arnOf(place: Place, { stackId, resource }: StackResource): string {
  const stack = { id: stackId, name: place.stacks.get(stackId)?.name ?? '' };
  const [, service, kind] = resource.type.split('::');
  return (
    identityOf(seedOf(place, stack, resource)).arn ??
    arn(
      place,
      service.toLowerCase(),
      `${kind.toLowerCase()}/${resource.physicalId}`,
    )
  );
}
