import type {
  Definition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  type DeployedStack,
  Deployer,
  readDefinition,
  Synthesizer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { PlatformLeases } from '../leases';
import { type LinkOptions, linksOf, plainLink } from '../links';
import { DeploymentLog, summarizeDeployment, summarizePlan } from '../reports';
import { hostType, type Repositories } from '../repositories';
import { examples } from './deploy.examples';
import {
  holdOf,
  outputAll,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';

/** What the action works with. */
export interface DeployActionOptions extends LinkOptions {
  readonly deployer: Deployer;
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly repositories: Repositories;
  readonly synthesizer: Synthesizer;
}

/** The output of the stacks under which a platform is reached. */
const ENDPOINT_OUTPUT = 'EndpointUrl';

/** The action `agentinfra:deploy`: deploys the stacks of a rendered repository. */
export function createDeployAction(options: DeployActionOptions) {
  const { deployer, leases, sandboxUrl, synthesizer } = options;
  return createTemplateAction({
    id: 'agentinfra:deploy',
    description:
      'Deploys the stacks of a rendered repository to AWS, or to the sandbox; what stands already is kept, what is in progress is waited for, what the definition no longer has is deleted',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().optional().describe(PATH_DESCRIPTION),
        onCancel: z =>
          z
            .enum(['rollback', 'preserve'])
            .optional()
            .describe(
              'What becomes of stacks in progress when the task is cancelled: `rollback` (default) deletes what was being created and takes back what was being updated, `preserve` lets CloudFormation finish them. What is complete is kept',
            ),
      },
      output: {
        endpointUrl: z =>
          z.string().optional().describe('Where the platform is reached'),
        stacks: z =>
          z
            .array(
              z.object({
                name: z.string().describe('Name of the stack'),
                outcome: z
                  .enum([
                    'created',
                    'updated',
                    'unchanged',
                    'deleted',
                    'kept',
                    'planned',
                  ])
                  .describe(
                    'What happened to it: `deleted` when the definition no longer has it, `kept` when it is protected against that, `planned` in a dry run',
                  ),
              }),
            )
            .describe('The stacks of the platform'),
        outputs: z =>
          z
            .record(z.record(z.string()))
            .describe('The outputs of each stack, by its name'),
        links: z =>
          z
            .array(
              z.object({
                title: z.string().describe('What the link leads to'),
                url: z.string().describe('Where it leads'),
                icon: z.string().describe('Name of its icon'),
              }),
            )
            .describe('The links of the platform, for `output.links`'),
        sandbox: z =>
          z.boolean().describe('Whether this went to the sandbox, not to AWS'),
        summary: z => z.string().describe('What was deployed, as Markdown'),
      },
    },
    handler: ctx =>
      withClearErrors(async () => {
        const repository = repositoryOf(ctx);
        const definition = await readDefinition(repository);
        const synthesis = await synthesizer.synthesize(repository, ctx.signal);
        const where = describeTarget(definition, sandboxUrl);
        const sandbox = sandboxUrl !== undefined;
        if (ctx.isDryRun) {
          const { plan } = synthesis;
          ctx.logger.info(
            `Would deploy ${plan.stacks.length} stacks with ${plan.resourceCount} resources to ${where}`,
          );
          outputAll(ctx, { sandbox, ...plannedOutputs(plan) });
          return;
        }

        ctx.logger.info(`Deploying to ${where}`);
        const log = new DeploymentLog(ctx.logger);
        const stacks = await leases
          .hold(holdOf(ctx, definition, { keep: true }), async ({ leash }) => {
            await checkPublished(definition, options, ctx.logger);
            return deployer.deploy({
              definition,
              synthesis,
              onEvent: (event, progress) => log.add(event, progress),
              signal: ctx.signal,
              onCancel: ctx.input.onCancel,
              leash,
            });
          })
          .finally(() => log.end());
        outputAll(ctx, {
          sandbox,
          ...deployedOutputs(stacks, definition, options),
          summary: summarizeDeployment(stacks, where),
        });
      }),
  });
}

/**
 * Checks that the repository of a platform, where there is one, holds what is to be deployed: before a task is retried, another one may have
 * changed the platform, and to deploy the older definition would take that back.
 *
 * @throws ConflictError if it holds something else
 */
async function checkPublished(
  definition: Definition,
  { integrations, repositories }: DeployActionOptions,
  logger: LoggerService,
): Promise<void> {
  if (definition.repoUrl && !hostType(definition, integrations)) {
    return;
  }
  try {
    await repositories.of(definition).checkHolds(definition);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ConflictError') {
      throw error;
    }
    // A host that is away for a while is no reason to stop in the middle.
    logger.warn(
      `Nobody can say whether the repository was changed since it was published: ${message}`,
    );
  }
}

/** Where a platform is deployed to, as words. */
function describeTarget(
  { account, region }: Definition,
  sandboxUrl?: string,
): string {
  return sandboxUrl
    ? `the sandbox at ${sandboxUrl}, as account ${account}, ${region}`
    : `the AWS account ${account}, ${region}`;
}

/** The outputs of a dry run. */
function plannedOutputs(plan: SynthesisPlan) {
  return {
    stacks: plan.stacks.map(({ name }) => ({
      name,
      outcome: 'planned' as const,
    })),
    outputs: {},
    links: [],
    summary: summarizePlan(plan),
  };
}

/** What is told of the stacks of a deployment. */
function deployedOutputs(
  stacks: readonly DeployedStack[],
  definition: Definition,
  options: LinkOptions,
) {
  const endpointUrl = stacks.find(({ outputs }) => ENDPOINT_OUTPUT in outputs)
    ?.outputs[ENDPOINT_OUTPUT];
  return {
    endpointUrl,
    stacks: stacks.map(({ name, outcome }) => ({ name, outcome })),
    outputs: Object.fromEntries(
      stacks.map(({ name, outputs }) => [name, outputs]),
    ),
    links: linksOf(definition, options, endpointUrl).map(plainLink),
  };
}
