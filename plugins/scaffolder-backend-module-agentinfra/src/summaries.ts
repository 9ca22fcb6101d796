import type {
  DeployedStack,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-node';

/** What a deployment consists of, as a Markdown table. */
export function summarizePlan({
  stacks,
  resourceCount,
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
  ].join('\n');
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
    ...stacks.map(({ name, outcome }) => `| ${name} | ${outcome} |`),
  ].join('\n');
}

/** A length of time as people say it, such as `1 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
