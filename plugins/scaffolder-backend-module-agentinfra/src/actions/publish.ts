import { platformId } from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  LocalRepositories,
  readDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { authorOf } from '../author';
import type { PlatformLeases } from '../leases';
import { examples } from './publish.examples';
import {
  holdOf,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';

/** What the action works with. */
export interface PublishActionOptions {
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly repositories: LocalRepositories;
}

/** The action `agentinfra:publish`: puts a rendered repository into a local git repository. */
export function createPublishAction({
  leases,
  repositories,
}: PublishActionOptions) {
  return createTemplateAction({
    id: 'agentinfra:publish',
    description:
      'Publishes a rendered repository to a git repository on the machine of the portal, for platforms that have no remote one',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().optional().describe(PATH_DESCRIPTION),
      },
      output: {
        platformId: z => z.string().describe('Id of the platform'),
        directory: z =>
          z
            .string()
            .describe('Folder of the repository on the machine of the portal'),
        commitHash: z =>
          z
            .string()
            .optional()
            .describe('Hash of the commit on `main`; none in a dry run'),
        changed: z =>
          z.boolean().describe('Whether there was anything to commit'),
      },
    },
    handler: ctx =>
      withClearErrors(async () => {
        const source = repositoryOf(ctx);
        const definition = await readDefinition(source);
        const id = platformId(definition);
        const directory = repositories.directory(id);
        ctx.output('platformId', id);
        ctx.output('directory', directory);
        if (ctx.isDryRun) {
          await repositories.checkFree(definition);
          ctx.logger.info(`Would publish ${id} to ${directory}`);
          ctx.output('changed', false);
          return;
        }
        const { commitHash, changed } = await leases.hold(
          holdOf(ctx, definition, { keep: true }),
          () =>
            ctx.checkpoint({
              key: `publish.${id}`,
              fn: async () => ({
                ...(await repositories.publish({
                  source,
                  definition,
                  message: `Make the platform ${id}`,
                  author: authorOf(ctx.user),
                  keep: ['catalog-info.yaml'],
                })),
              }),
            }),
        );
        ctx.logger.info(
          changed
            ? `Published ${id} to ${directory}, commit ${commitHash}`
            : `${directory} holds ${id} already, commit ${commitHash}`,
        );
        ctx.output('commitHash', commitHash);
        ctx.output('changed', changed);
      }),
  });
}
