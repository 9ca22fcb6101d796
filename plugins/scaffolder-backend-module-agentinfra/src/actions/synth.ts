import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  Deployer,
  readDefinition,
  Synthesizer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { describeCost, describePrediction, summarizePlan } from '../reports';
import {
  outputAll,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';
import { examples } from './synth.examples';

/** Dependencies of the action. */
export interface SynthActionOptions {
  readonly deployer: Deployer;
  readonly synthesizer: Synthesizer;
}

/** Creates the action `agentinfra:synth`, which synthesizes the stacks of a rendered repository and reports their plan. */
export function createSynthAction({
  deployer,
  synthesizer,
}: SynthActionOptions) {
  return createTemplateAction({
    id: 'agentinfra:synth',
    description:
      'Synthesizes the CDK app of a rendered repository and checks its templates against the schemas of CloudFormation',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().optional().describe(PATH_DESCRIPTION),
      },
      output: {
        stacks: z =>
          z
            .array(
              z.object({
                name: z.string().describe('Name of the stack'),
                resources: z.number().describe('Number of its resources'),
                dependsOn: z
                  .array(z.string())
                  .describe('Names of the stacks that are deployed before it'),
              }),
            )
            .describe('The stacks, each after those that it depends on'),
        resourceCount: z => z.number().describe('Number of all resources'),
        resourceTypes: z =>
          z
            .record(z.number())
            .describe('Number of resources of each type, by type'),
        predictedSeconds: z =>
          z
            .number()
            .describe('Seconds that AWS will take to create all resources'),
        monthlyUsd: z =>
          z
            .number()
            .optional()
            .describe(
              'US dollars that the platform costs in a month while nobody uses it',
            ),
        summary: z =>
          z.string().describe('Stacks, predicted time and cost as Markdown'),
      },
    },
    handler: ctx =>
      withClearErrors(async () => {
        if (!ctx.isDryRun) {
          deployer.warmUp();
        }
        const repository = repositoryOf(ctx);
        await readDefinition(repository);
        const { plan } = await synthesizer.synthesize(repository, ctx.signal);
        requireAcceptable(plan);
        for (const { name, resources, dependsOn } of plan.stacks) {
          ctx.logger.info(
            `${name}: ${resources} resources${
              dependsOn.length > 0 ? `, after ${dependsOn.join(', ')}` : ''
            }`,
          );
        }
        ctx.logger.info(
          `${plan.stacks.length} stacks with ${plan.resourceCount} resources`,
        );
        ctx.logger.info(describePrediction(plan.prediction));
        if (plan.cost) {
          ctx.logger.info(describeCost(plan.cost));
        }
        outputAll(ctx, {
          stacks: plan.stacks,
          resourceCount: plan.resourceCount,
          resourceTypes: plan.resourceTypes,
          predictedSeconds: plan.prediction.seconds,
          monthlyUsd: plan.cost?.monthlyUsd,
          summary: summarizePlan(plan),
        });
      }),
  });
}

/**
 * Checks that CloudFormation would accept the templates of a plan.
 *
 * @throws InputError that names what it would refuse
 */
function requireAcceptable({ findings }: SynthesisPlan): void {
  if (findings.length > 0) {
    const lines = findings.map(
      ({ stack, resource, path, message, rule }) =>
        `- ${resource ?? 'The template'}${
          path ? ` (${path})` : ''
        } of ${stack}: ${message} (${rule})`,
    );
    throw new InputError(
      [
        'CloudFormation would refuse the stacks:',
        '',
        ...lines,
        '',
        'Nothing was deployed. Choose other values for what is named here, or fix the CDK app of the skeleton; then run this again.',
      ].join('\n'),
    );
  }
}
