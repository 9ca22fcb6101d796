import { JsonObject, sameJson } from '../../json';
import { recreationOf, specificationOf } from '../../resources/specification';
import type { ResourceRecord } from '../../state/records';
import type { DesiredResource } from '../desired';

/** Whether nothing of the physical resource has to change. */
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

/** Whether two sets of properties differ in nothing but tags. */
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

/** Whether the change of properties needs a new physical resource. */
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
