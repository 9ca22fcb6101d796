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

/** Dependencies of the action. */
export interface DeployActionOptions extends LinkOptions {
  readonly deployer: Deployer;
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly repositories: Repositories;
  readonly synthesizer: Synthesizer;
}

/** The stack output with the URL of the platform. */
const ENDPOINT_OUTPUT = 'EndpointUrl';

/** Creates the action `agentinfra:deploy`, which deploys the stacks of a rendered repository. */
export function createDeployAction(options: DeployActionOptions) {
  const { deployer, leases, sandboxUrl, synthesizer } = options;
  return createTemplateAction({
    id: 'agentinfra:deploy',
    description:
      'Deploys the stacks of a rendered repository to AWS, or to the sandbox: keeps what already exists, waits for what is in progress, and deletes what the definition no longer has',
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
              'What happens to stacks in progress when the task is cancelled: `rollback` (default) deletes those that are being created and rolls back those that are being updated, `preserve` lets CloudFormation finish them. Complete stacks are kept',
            ),
      },
      output: {
        endpointUrl: z => z.string().optional().describe('URL of the platform'),
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
                    'What happened to it: `deleted` if the definition no longer has it, `kept` if it is protected from that, `planned` in a dry run',
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
          z
            .boolean()
            .describe('Whether the sandbox was deployed to instead of AWS'),
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
 * Checks that the repository of a platform, if it exists, contains the definition that is deployed: another task may have changed the
 * platform before this one was retried, and deploying the older definition would undo that.
 *
 * @throws ConflictError if it contains another definition
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
    // A host that is temporarily unavailable is no reason to stop halfway.
    logger.warn(
      `Could not check whether the repository has changed since it was published: ${message}`,
    );
  }
}

/** The target of the deployment, in words. */
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

/** The outputs of a deployment. */
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
