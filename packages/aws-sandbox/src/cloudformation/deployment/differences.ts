import { JsonObject, sameJson } from '../../json';
import { recreationOf, specificationOf } from '../../resources/specification';
import type { ResourceRecord } from '../../state/records';
import type { DesiredResource } from '../desired';

/** Whether the physical resource need not change. */
export function isUpToDate(
  current: ResourceRecord,
  desired: Pick<DesiredResource, 'type' | 'properties'>,
  tags: Record<string, string>,
): boolean {
  const taggable = specificationOf(current.type)?.tagInformation !== undefined;
  return (
    !current.status.endsWith('_FAILED') &&
    sameJson(current.properties, desired.properties) &&
    (!taggable || sameJson(current.stackTags, tags))
  );
}

/** Whether two sets of properties are equal except for their tags. */
export function sameBesideTags(
  { type }: ResourceRecord,
  before: JsonObject,
  after: JsonObject,
): boolean {
  const tags = specificationOf(type)?.tagInformation?.tagPropertyName;
  const withoutTags = (properties: JsonObject) =>
    Object.fromEntries(
      Object.entries(properties).filter(([name]) => name !== tags),
    );
  return sameJson(withoutTags(before), withoutTags(after));
}

/** Whether a change of properties requires a replacement. */
export function mustReplace(
  current: ResourceRecord,
  desired: DesiredResource,
): boolean {
  return [
    ...new Set([
      ...Object.keys(current.properties),
      ...Object.keys(desired.properties),
    ]),
  ].some(
    name =>
      !sameJson(current.properties[name], desired.properties[name]) &&
      recreationOf(
        current.type,
        name,
        current.properties[name],
        desired.properties[name],
      ) === 'Always',
  );
}
