import { RJSFSchema } from '@rjsf/utils';

/**
 * The name of an item of a list, for use within a sentence.
 *
 * @param items - the schema of the items
 * @returns such as `agent`
 */
export function itemName(items: RJSFSchema['items']): string {
  const title =
    typeof items === 'object' && !Array.isArray(items)
      ? items.title
      : undefined;
  return (title ?? 'item').toLowerCase();
}
