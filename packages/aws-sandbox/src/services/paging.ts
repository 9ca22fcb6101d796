/**
 * One page of a list.
 *
 * @param token - the `nextToken` of the previous page
 * @param size - how many items at most
 */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
): { items: T[]; nextToken: string | undefined } {
  const start = Math.max(0, Number(token ?? 0) || 0);
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}
