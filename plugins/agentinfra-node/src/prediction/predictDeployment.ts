import {
  type DeploymentPrediction,
  type PathStep,
  resourceDuration,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { dependenciesOf, TemplateResource } from './references';

/** A stack whose deployment time is to be predicted. */
export interface PredictedStack {
  readonly name: string;
  /** The names of the stacks that must be deployed before it. */
  readonly dependsOn: readonly string[];
  /** The resources of its template, by logical id. */
  readonly resources: Readonly<Record<string, TemplateResource>>;
}

/**
 * Predicts how long AWS takes to create the stacks of a platform, from their dependencies and the table of durations.
 *
 * It assumes that every stack begins as soon as those that it depends on are complete, and every resource as soon as those that it
 * refers to are. It leaves out the upload of assets, the change sets, and the intervals at which CloudFormation polls.
 *
 * @param stacks - the stacks, each after those that it depends on
 */
export function predictDeployment(
  stacks: readonly PredictedStack[],
): DeploymentPrediction {
  const { seconds, path } = longestPath(stacks);
  const types = [...new Set(path.map(({ type }) => type))];
  const bottlenecks = types
    .map(type => ({
      type,
      seconds: seconds - longestPath(stacks, type).seconds,
    }))
    .filter(bottleneck => bottleneck.seconds > 0)
    .sort((one, other) => other.seconds - one.seconds);
  return { seconds, path, bottlenecks };
}

/** The longest path to something that is complete: when it is, and what it waited for. */
interface Way {
  readonly seconds: number;
  readonly last?: { readonly step: PathStep; readonly before: Way };
}

const BEGINNING: Way = { seconds: 0 };

/** @param free - a type whose resources are assumed to take no time */
function longestPath(
  stacks: readonly PredictedStack[],
  free?: string,
): { seconds: number; path: PathStep[] } {
  const ends = new Map<string, Way>();
  for (const stack of stacks) {
    const begin = latest(stack.dependsOn.map(name => ends.get(name)));
    ends.set(stack.name, endOf(stack, begin, free));
  }
  const end = latest([...ends.values()]);
  return { seconds: end.seconds, path: stepsOf(end) };
}

function endOf(stack: PredictedStack, begin: Way, free?: string): Way {
  const ids = new Set(Object.keys(stack.resources));
  const ways = new Map<string, Way>();
  const wayTo = (logicalId: string): Way => {
    const known = ways.get(logicalId);
    if (known) {
      return known;
    }
    const resource = stack.resources[logicalId];
    const before = latest([begin, ...dependenciesOf(resource, ids).map(wayTo)]);
    const type = resource.Type;
    const seconds =
      type === free ? 0 : resourceDuration(type, resource.Properties).create;
    const step = { stack: stack.name, logicalId, type, seconds };
    const way = { seconds: before.seconds + seconds, last: { step, before } };
    ways.set(logicalId, way);
    return way;
  };
  return latest([begin, ...[...ids].map(wayTo)]);
}

function latest(ways: readonly (Way | undefined)[]): Way {
  return ways.reduce<Way>(
    (last, way) => (way && way.seconds > last.seconds ? way : last),
    BEGINNING,
  );
}

function stepsOf(end: Way): PathStep[] {
  const steps: PathStep[] = [];
  for (let way = end; way.last; way = way.last.before) {
    steps.unshift(way.last.step);
  }
  return steps;
}
