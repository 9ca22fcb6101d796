import { createHash } from 'node:crypto';

/** The priorities of the listener rules of services; those below and above belong to the console. */
const PRIORITIES = { first: 100, last: 48_999 };

/** Length of the longest path that the definition accepts. */
const LONGEST_PATH = 126;

/** Number of priorities for the paths of one length. */
const ROOM = Math.floor(
  (PRIORITIES.last - PRIORITIES.first + 1) / (LONGEST_PATH + 1),
);

/**
 * The priorities of the listener rules of paths: longer paths come first, so that `/` does not take what `/api` should get.
 *
 * The priority of a path does not depend on the other paths, unless two collide: CloudFormation changes one rule after the
 * other, and Elastic Load Balancing refuses a priority that another rule still has.
 *
 * @returns the priority of each path
 */
export function rulePriorities(
  paths: readonly string[],
): ReadonlyMap<string, number> {
  const priorities = new Map<string, number>();
  const taken = new Set<number>();
  for (const path of [...paths].sort()) {
    const shorter = LONGEST_PATH - prefixOf(path).length;
    const priorityAt = (place: number) =>
      PRIORITIES.first + shorter * ROOM + (place % ROOM);
    let place = placeOf(path);
    while (taken.has(priorityAt(place))) {
      place += 1;
    }
    taken.add(priorityAt(place));
    priorities.set(path, priorityAt(place));
  }
  return priorities;
}

/** The prefix of all requests that a path matches. */
function prefixOf(path: string): string {
  return path.replace(/[/*]$/, '');
}

/** A number that depends on the path alone. */
function placeOf(path: string): number {
  return createHash('sha256').update(path).digest().readUInt32BE();
}
