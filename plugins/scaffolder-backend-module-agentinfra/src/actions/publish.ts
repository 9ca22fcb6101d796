import { platformId } from '@agentinfra/backstage-plugin-agentinfra-common';
import { readDefinition } from '@agentinfra/backstage-plugin-agentinfra-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ScmIntegrations } from '@backstage/integration';
import type { PlatformLeases } from '../leases';
import {
  authorOf,
  browseUrls,
  remoteUrl,
  type Repositories,
} from '../repositories';
import { examples } from './publish.examples';
import {
  holdOf,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';

/** Dependencies of the action. */
export interface PublishActionOptions {
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly integrations: ScmIntegrations;
  readonly repositories: Repositories;
}

/** Creates the action `agentinfra:publish`, which commits a rendered repository to an existing remote repository or to a local one. */
export function createPublishAction({
  integrations,
  leases,
  repositories,
}: PublishActionOptions) {
  return createTemplateAction({
    id: 'agentinfra:publish',
    description:
      'Publishes a rendered repository to the existing GitHub or GitLab repository of its platform, or to a git repository on the machine of the portal',
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
            .optional()
            .describe(
              'Folder of a local repository, on the machine of the portal',
            ),
        remoteUrl: z =>
          z.string().optional().describe('URL of a remote repository'),
        repoContentsUrl: z =>
          z
            .string()
            .optional()
            .describe('URL of the root folder of a remote repository'),
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
        const place = definition.repoUrl
          ? remoteUrl(definition, integrations)
          : repositories.local.directory(id);
        ctx.output('platformId', id);
        if (definition.repoUrl) {
          const { filesUrl } = browseUrls(definition, { integrations });
          ctx.output('remoteUrl', place);
          ctx.output('repoContentsUrl', filesUrl);
        } else {
          ctx.output('directory', place);
        }
        if (ctx.isDryRun) {
          if (!definition.repoUrl) {
            await repositories.local.checkFree(definition);
          }
          ctx.logger.info(`Would publish ${id} to ${place}`);
          ctx.output('changed', false);
          return;
        }
        const { commitHash, changed } = await leases.hold(
          holdOf(ctx, definition, { keep: true }),
          () =>
            ctx.checkpoint({
              key: `publish.${id}`,
              fn: async () => ({
                ...(await repositories.of(definition).publish({
                  source,
                  definition,
                  subject: `Make the platform ${id}`,
                  author: authorOf(ctx.user),
                  // The one in the repository may have links that only `agentinfra:register` knows.
                  keep: ['catalog-info.yaml'],
                })),
              }),
            }),
        );
        ctx.logger.info(
          changed
            ? `Published ${id} to ${place}, commit ${commitHash}`
            : `${place} holds ${id} already, commit ${commitHash}`,
        );
        ctx.output('commitHash', commitHash);
        ctx.output('changed', changed);
      }),
  });
}
