import {
  Definition,
  platformEntities,
  platformId,
  PlatformLink,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { Author, toYaml } from '@agentinfra/backstage-plugin-agentinfra-node';
import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { browseUrls, hostType, type Repositories } from '../repositories';
import {
  REPOSITORY_CHANGED_TOPIC,
  type RepositoryChange,
} from './LocalRepositoryProvider';

/** The content of the catalog file of a platform, and how to commit it. */
export interface CatalogInfo {
  readonly author: Author;
  readonly definition: Definition;
  readonly integrations: ScmIntegrations;
  readonly links: readonly PlatformLink[];
  readonly repositories: Repositories;
  readonly sandboxUrl?: string;
  readonly templateRef?: string;
}

/** The result of a registration. */
export interface Registration {
  /** The URL of the catalog file in a remote repository. */
  readonly url?: string;
  /** Makes the catalog delete the platform and read it again. */
  readonly registerAnew: () => Promise<void>;
}

/**
 * Registers the platform of a local repository: completes its catalog file, and notifies the catalog.
 *
 * @throws ConflictError if the repository cannot be changed
 */
export async function registerLocal(
  events: EventsService,
  info: CatalogInfo,
): Promise<Registration> {
  const notify = (change: Pick<RepositoryChange, 'anew'>) =>
    events.publish({
      topic: REPOSITORY_CHANGED_TOPIC,
      eventPayload: { platformId: platformId(info.definition), ...change },
    });
  await writeCatalogInfo(info);
  await info.repositories.local.markRegistered(info.definition);
  await notify({ anew: false });
  return { registerAnew: () => notify({ anew: true }) };
}

/** The place of the catalog file in a remote repository, and how to register it. */
export interface RemoteCatalogFile {
  readonly catalog: CatalogService;
  readonly credentials: BackstageCredentials;
  readonly logger: LoggerService;
  readonly repoContentsUrl: string;
  readonly catalogInfoPath: string;
}

/**
 * Registers the platform of a remote repository: completes its catalog file, and makes the catalog read it.
 *
 * @throws InputError if no integration is configured for the host
 */
export async function registerRemote(
  file: RemoteCatalogFile,
  info: CatalogInfo,
): Promise<Registration> {
  const { catalog, credentials, repoContentsUrl } = file;
  const integration = info.integrations.byUrl(repoContentsUrl);
  if (!integration) {
    throw new InputError(
      `repoContentsUrl: no integration is configured for ${repoContentsUrl}`,
    );
  }
  if (hostType(info.definition, info.integrations)) {
    await writeCatalogInfo(info).catch(({ message }: Error) => {
      // The published file lacks only that link, so the platform can be registered.
      file.logger.warn(
        `The link to the endpoint is missing in the catalog: ${message}`,
      );
    });
  }
  const target = integration.resolveUrl({
    base: repoContentsUrl,
    url: file.catalogInfoPath,
  });
  const add = () =>
    catalog.addLocation(
      { type: 'url', target, onConflict: 'refresh' },
      { credentials },
    );
  await add();
  return {
    url: target,
    registerAnew: async () => {
      const { location } = await add();
      await catalog.removeLocationById(location.id, { credentials });
      await add();
    },
  };
}

/** Commits the complete catalog file of a platform to its repository. */
async function writeCatalogInfo(info: CatalogInfo): Promise<void> {
  const { author, definition, integrations, repositories, ...places } = info;
  const { sourceUrl } = browseUrls(definition, { integrations });
  await repositories.of(definition).writeFile({
    definition,
    path: 'catalog-info.yaml',
    text: toYaml(platformEntities(definition, { ...places, sourceUrl })),
    subject: `Register the platform ${platformId(definition)}`,
    author,
  });
}
