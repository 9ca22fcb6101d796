import { createHash } from 'node:crypto';

/** The listener rules of services; those below and above are of the console. */
const PRIORITIES = { first: 100, last: 48_999 };

/** The longest path that the definition takes. */
const LONGEST_PATH = 126;

/** How many rules have room for paths of one length. */
const ROOM = Math.floor(
  (PRIORITIES.last - PRIORITIES.first + 1) / (LONGEST_PATH + 1),
);

/**
 * The priorities of the listener rules of paths: longer paths come first, so that `/` does not take what `/api` should get.
 *
 * A path has the same one whatever other paths there are, but where two meet: CloudFormation changes one rule after the other, and
 * Elastic Load Balancing refuses a priority that another rule still has.
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

/** What all requests begin with that a path takes. */
function prefixOf(path: string): string {
  return path.replace(/[/*]$/, '');
}

/** A number that follows from the path alone. */
function placeOf(path: string): number {
  return createHash('sha256').update(path).digest().readUInt32BE();
}
