/**
 * Works through a graph: on each node as soon as all of its dependencies are done, and on as many at once as possible. Nodes whose
 * dependencies fail are skipped.
 *
 * @param nodes - the nodes, in any order
 * @param dependenciesOf - the dependencies of a node; those that are not among the nodes count as done
 * @param work - the work on one node
 * @returns the errors of the nodes that failed, in the order in which they failed
 */
export async function runGraph<Node>(
  nodes: readonly Node[],
  dependenciesOf: (node: Node) => readonly Node[],
  work: (node: Node) => Promise<void>,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const results = new Map<Node, Promise<boolean>>();
  const known = new Set(nodes);

  function start(node: Node): Promise<boolean> {
    let result = results.get(node);
    if (!result) {
      result = Promise.resolve().then(() => run(node));
      results.set(node, result);
    }
    return result;
  }

  async function run(node: Node): Promise<boolean> {
    const dependencies = dependenciesOf(node).filter(one => known.has(one));
    const done = await Promise.all(dependencies.map(start));
    if (!done.every(Boolean)) {
      return false;
    }
    try {
      await work(node);
      return true;
    } catch (error) {
      errors.push(error);
      return false;
    }
  }

  await Promise.all(nodes.map(start));
  return errors;
}

/** Finds a cycle of dependencies, and returns its nodes; `undefined` if there is none. */
export function findCycle(
  dependencies: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];

  const visit = (node: string): string[] | undefined => {
    const position = path.indexOf(node);
    if (position >= 0) {
      return path.slice(position);
    }
    if (finished.has(node)) {
      return undefined;
    }
    path.push(node);
    for (const dependency of dependencies.get(node) ?? []) {
      const cycle = visit(dependency);
      if (cycle) {
        return cycle;
      }
    }
    path.pop();
    finished.add(node);
    return undefined;
  };

  for (const node of dependencies.keys()) {
    const cycle = visit(node);
    if (cycle) {
      return cycle;
    }
  }
  return undefined;
}
