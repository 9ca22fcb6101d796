import type {
  CostEstimate,
  DeploymentPrediction,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { DeployedStack } from '@agentinfra/backstage-plugin-agentinfra-node';

/** What a deployment consists of, how long it will take and what it will cost, as Markdown. */
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

/** The least share of the predicted time, in seconds, that is worth telling of a type. */
const WORTH_TELLING_SECONDS = 60;

/** How long AWS will take, and what it takes long for, as a sentence. */
export function describePrediction({
  seconds,
  costs,
}: DeploymentPrediction): string {
  const slow = costs
    .filter(cost => cost.seconds >= WORTH_TELLING_SECONDS)
    .map(cost => `${formatDuration(cost.seconds * 1000)} by ${cost.type}`);
  return `AWS is predicted to take ${formatDuration(seconds * 1000)}${
    slow.length > 0 ? `, of which ${slow.join(', ')}` : ''
  }`;
}

/** What a platform will cost, and what the figure leaves out, as a sentence. */
export function describeCost({ monthlyUsd, leftOut }: CostEstimate): string {
  return `About ${monthlyUsd.toFixed(
    0,
  )} USD a month while nobody uses it; left out: ${leftOut.join('; ')}`;
}

/**
 * What was deployed, as a Markdown table.
 *
 * @param stacks - the stacks as they stand
 * @param where - where to, as words
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

/** What happened to a stack, and what to do about it, as words. */
export function describeOutcome(outcome: DeployedStack['outcome']): string {
  return outcome === 'kept'
    ? 'kept, although the definition no longer has it: it is protected against deletion. Take the protection away and delete it when its data is not needed any more'
    : outcome;
}

/** A length of time as people say it, such as `1 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
