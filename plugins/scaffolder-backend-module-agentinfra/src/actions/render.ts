import {
  Definition,
  platformEntityRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  commitMessage,
  Deployer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { checkNameFree, checkOwnerExists } from '../catalog';
import type { PlatformLeases } from '../leases';
import {
  type RenderingOptions,
  readDefinitionInput,
  renderPlatform,
} from '../rendering';
import { describeInterruption } from '../reports';
import {
  browseUrls,
  type HostType,
  hostType,
  type Repositories,
} from '../repositories';
import { examples } from './render.examples';
import {
  holdOf,
  outputAll,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';

/** Dependencies of the action. */
export interface RenderActionOptions extends RenderingOptions {
  readonly catalog: CatalogService;
  readonly deployer: Deployer;
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly repositories: Repositories;
}

/** Creates the action `agentinfra:render`, which checks a definition and renders the repository of its platform. */
export function createRenderAction(options: RenderActionOptions) {
  const { catalog, deployer, integrations, leases } = options;
  const { repositories } = options;
  return createTemplateAction({
    id: 'agentinfra:render',
    description:
      'Checks the definition of a Bedrock agent platform and that its names are free, then renders its CDK repository into the workspace',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        definition: z =>
          z
            .record(z.unknown())
            .describe(
              'Definition of the platform, from the form; missing fields get their defaults',
            ),
        skeleton: z =>
          z
            .string()
            .optional()
            .describe(
              'The skeleton: a URL, or a path relative to the template; `../../skeleton` by default',
            ),
        path: z => z.string().optional().describe(PATH_DESCRIPTION),
      },
      output: {
        definition: z =>
          z
            .record(z.unknown())
            .describe('The complete definition, with defaults'),
        platformId: z =>
          z.string().describe('Id of the platform: `<name>-<environment>`'),
        entityRef: z =>
          z.string().describe('Reference of the component of the platform'),
        owner: z =>
          z.string().describe('Full reference of the group that owns it'),
        description: z => z.string().describe('What the platform is for'),
        environment: z => z.string().describe('`dev`, `staging` or `prod`'),
        account: z => z.string().describe('AWS account, 12 digits'),
        region: z => z.string().describe('AWS region'),
        repoUrl: z =>
          z
            .string()
            .optional()
            .describe('Repository, in the form of the RepoUrlPicker, if any'),
        newRepository: z =>
          z
            .enum(['github', 'gitlab'])
            .optional()
            .describe(
              'Host at which the repository must be created first; nothing if it exists or is a local one',
            ),
        commitMessage: z =>
          z
            .string()
            .describe(
              'Message for the first commit, by which the portal recognizes it later',
            ),
      },
    },
    handler: ctx =>
      withClearErrors(async () => {
        const definition = readDefinitionInput(ctx.input.definition);
        const { sourceUrl } = browseUrls(definition, options);
        const credentials = await ctx.getInitiatorCredentials();
        await checkOwnerExists(catalog, definition, credentials);
        await checkNameFree(catalog, definition, { credentials, sourceUrl });
        const newRepository = await findNewRepository(definition, {
          integrations,
          isDryRun: ctx.isDryRun,
          repositories,
        });
        if (!ctx.isDryRun) {
          await deployer.checkFree(definition, {
            onInterrupted: trouble =>
              ctx.logger.warn(describeInterruption(trouble)),
            signal: ctx.signal,
          });
          // From here to the end of the task, no other task can deploy the platform.
          await leases.hold(
            holdOf(ctx, definition, { keep: true }),
            async () => {},
          );
        }

        const files = await renderPlatform(definition, {
          ...options,
          skeleton: ctx.input.skeleton,
          template: ctx.templateInfo,
          target: repositoryOf(ctx),
          createTemporaryDirectory: ctx.createTemporaryDirectory,
          signal: ctx.signal,
        });
        ctx.logger.info(
          `Rendered ${files.length} files of ${platformId(definition)}`,
        );
        outputAll(ctx, { ...renderedOutputs(definition), newRepository });
      }),
  });
}

/**
 * Checks that the repository of a platform can be created or changed. Unknown hosts are not checked; in a dry run, none is.
 *
 * @returns the kind of the host at which the repository must be created first; undefined if it exists or is a local one
 * @throws ConflictError if it cannot be changed
 */
async function findNewRepository(
  definition: Definition,
  {
    integrations,
    isDryRun,
    repositories,
  }: Pick<RenderActionOptions, 'integrations' | 'repositories'> & {
    readonly isDryRun?: boolean;
  },
): Promise<HostType | undefined> {
  const type = hostType(definition, integrations);
  if (definition.repoUrl && (isDryRun || !type)) {
    return type;
  }
  const exists = await repositories.of(definition).checkFree(definition);
  return exists ? undefined : type;
}

/** The outputs for the steps that follow. */
function renderedOutputs(definition: Definition) {
  const { owner, description, environment, account, region, repoUrl } =
    definition;
  const id = platformId(definition);
  return {
    definition: { ...definition },
    platformId: id,
    entityRef: platformEntityRef(definition),
    owner,
    description,
    environment,
    account,
    region,
    repoUrl: repoUrl || undefined,
    commitMessage: commitMessage(definition, `Make the platform ${id}`),
  };
}
