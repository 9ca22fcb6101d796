import {
  platformEntityRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { readDefinition } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { registerLocal, registerRemote, waitForPlatform } from '../catalog';
import type { PlatformLeases } from '../leases';
import { type LinkOptions, linksOf, plainLink } from '../links';
import { authorOf, type Repositories } from '../repositories';
import { examples } from './register.examples';
import {
  holdOf,
  outputAll,
  PATH_DESCRIPTION,
  repositoryOf,
  withClearErrors,
} from './shared';

/** Dependencies of the action. */
export interface RegisterActionOptions extends LinkOptions {
  readonly catalog: CatalogService;
  readonly events: EventsService;
  readonly leases: Pick<PlatformLeases, 'hold'>;
  readonly repositories: Repositories;
}

/** Creates the action `agentinfra:register`, which adds a platform to the catalog and waits until the catalog shows it. */
export function createRegisterAction(options: RegisterActionOptions) {
  const { catalog, events, leases } = options;
  return createTemplateAction({
    id: 'agentinfra:register',
    description:
      'Registers a platform with its agents, services and resources in the catalog, and waits until the catalog shows them',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().optional().describe(PATH_DESCRIPTION),
        repoContentsUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'URL of the root folder of the remote repository, from the publish action; without it, the local repository is registered',
            ),
        catalogInfoPath: z =>
          z
            .string()
            .optional()
            .describe(
              'Path of the catalog file in the remote repository; `/catalog-info.yaml` by default',
            ),
        endpointUrl: z =>
          z
            .string()
            .optional()
            .describe('URL of the platform, from `agentinfra:deploy`'),
      },
      output: {
        entityRef: z =>
          z.string().describe('Reference of the component of the platform'),
        catalogInfoUrl: z =>
          z
            .string()
            .optional()
            .describe('URL of the catalog file in a remote repository'),
        links: z =>
          z
            .array(
              z.object({
                title: z.string().describe('What the link leads to'),
                url: z.string().describe('Where it leads'),
                icon: z.string().describe('Name of its icon'),
              }),
            )
            .describe('The links of the platform'),
      },
    },
    handler: ctx =>
      withClearErrors(async () => {
        const { repoContentsUrl, catalogInfoPath, endpointUrl } = ctx.input;
        const definition = await readDefinition(repositoryOf(ctx));
        const entityRef = platformEntityRef(definition);
        const links = linksOf(definition, options, endpointUrl || undefined);
        outputAll(ctx, { entityRef, links: links.map(plainLink) });
        if (ctx.isDryRun) {
          ctx.logger.info(`Would register ${entityRef}`);
          return;
        }
        const credentials = await ctx.getInitiatorCredentials();
        await leases.hold(
          holdOf(ctx, definition, { keep: false }),
          async ({ signal }) => {
            const info = {
              ...options,
              author: authorOf(ctx.user),
              definition,
              links,
              templateRef: ctx.templateInfo?.entityRef,
            };
            const { url, registerAnew } = repoContentsUrl
              ? await registerRemote(
                  {
                    catalog,
                    credentials,
                    logger: ctx.logger,
                    repoContentsUrl,
                    catalogInfoPath: catalogInfoPath || '/catalog-info.yaml',
                  },
                  info,
                )
              : await registerLocal(events, info);
            if (url) {
              ctx.output('catalogInfoUrl', url);
            }
            await waitForPlatform({
              catalog,
              credentials,
              definition,
              logger: ctx.logger,
              registerAnew,
              signal,
            });
          },
        );
        ctx.logger.info(`${platformId(definition)} is in the catalog`);
      }),
  });
}
