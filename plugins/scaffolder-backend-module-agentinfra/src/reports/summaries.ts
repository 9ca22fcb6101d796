import type {
  CostEstimate,
  DeploymentPrediction,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { DeployedStack } from '@agentinfra/backstage-plugin-agentinfra-node';

/** A plan as Markdown: the stacks, the predicted time and the estimated cost. */
export function summarizePlan({
  stacks,
  resourceCount,
  prediction,
  cost,
}: SynthesisPlan): string {
  return [
    `**${stacks.length} stacks with ${resourceCount} resources**`,
    '',
    '| Stack | Resources | After |',
    '| --- | ---: | --- |',
    ...stacks.map(
      ({ name, resources, dependsOn }) =>
        `| ${name} | ${resources} | ${dependsOn.join(', ')} |`,
    ),
    '',
    `**${describePrediction(prediction)}**`,
    '',
    '| On the longest path | In | Takes |',
    '| --- | --- | ---: |',
    ...prediction.path.map(
      ({ logicalId, type, stack, seconds }) =>
        `| ${logicalId} (${type}) | ${stack} | ${seconds} s |`,
    ),
    ...(cost ? ['', ...summarizeCost(cost)] : []),
  ].join('\n');
}

function summarizeCost(cost: CostEstimate): string[] {
  return [
    `**${describeCost(cost)}**`,
    '',
    '| What | USD a month | For |',
    '| --- | ---: | --- |',
    ...cost.lines.map(
      ({ what, monthlyUsd, basis }) =>
        `| ${what} | ${monthlyUsd.toFixed(2)} | ${basis} |`,
    ),
  ];
}

/** A resource type is named as a bottleneck when it adds at least this much. In seconds. */
const WORTH_NAMING_SECONDS = 60;

/** How long AWS will take, and the resource types that take the longest, as a sentence. */
export function describePrediction({
  seconds,
  bottlenecks,
}: DeploymentPrediction): string {
  const slow = bottlenecks
    .filter(bottleneck => bottleneck.seconds >= WORTH_NAMING_SECONDS)
    .map(
      bottleneck =>
        `${formatDuration(bottleneck.seconds * 1000)} by ${bottleneck.type}`,
    );
  return `AWS is predicted to take ${formatDuration(seconds * 1000)}${
    slow.length > 0 ? `, of which ${slow.join(', ')}` : ''
  }`;
}

/** The estimated cost of a platform, and what it leaves out, as a sentence. */
export function describeCost({ monthlyUsd, leftOut }: CostEstimate): string {
  return `About ${monthlyUsd.toFixed(
    0,
  )} USD a month while nobody uses it; left out: ${leftOut.join('; ')}`;
}

/**
 * The result of a deployment as Markdown.
 *
 * @param stacks - the stacks with their outcomes
 * @param where - the target of the deployment, in words
 */
export function summarizeDeployment(
  stacks: readonly DeployedStack[],
  where: string,
): string {
  return [
    `**Deployed to ${where}**`,
    '',
    '| Stack | Outcome |',
    '| --- | --- |',
    ...stacks.map(
      ({ name, outcome }) => `| ${name} | ${describeOutcome(outcome)} |`,
    ),
  ].join('\n');
}

/** The outcome of a deployment for a stack in words, with what is left to do. */
export function describeOutcome(outcome: DeployedStack['outcome']): string {
  return outcome === 'kept'
    ? 'kept, although the definition no longer has it: it is protected against deletion. When its data is no longer needed, turn the protection off and delete it'
    : outcome;
}

/** A duration in words, such as `1 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
