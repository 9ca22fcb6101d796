import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Definition,
  platformEntities,
  platformId,
  PlatformLink,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  Author,
  LocalRepositories,
  toYaml,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { REPOSITORY_CHANGED_TOPIC } from './catalog';

/** How to register the platform of a local repository. */
export interface LocalRegistration {
  readonly author: Author;
  readonly definition: Definition;
  readonly events: EventsService;
  readonly links: readonly PlatformLink[];
  readonly repositories: LocalRepositories;
  readonly sandboxUrl?: string;
  readonly templateRef?: string;
}

/**
 * Writes what the catalog shows of a platform into its local repository, now that everything is known, and tells the catalog.
 */
export async function registerLocal(options: LocalRegistration): Promise<void> {
  const { author, definition, events, repositories } = options;
  const { links, sandboxUrl, templateRef } = options;
  const id = platformId(definition);
  const directory = repositories.directory(id);
  await repositories.checkFree(definition);
  const entities = platformEntities(definition, {
    links,
    sandboxUrl,
    templateRef,
  });
  const file = join(directory, 'catalog-info.yaml');
  // The catalog may read the file at any moment: it must never be half of one.
  await writeFile(`${file}.new`, toYaml(entities));
  await rename(`${file}.new`, file);
  await repositories.commit(directory, `Register the platform ${id}`, author);
  await events.publish({
    topic: REPOSITORY_CHANGED_TOPIC,
    eventPayload: { platformId: id },
  });
}

/** How to register the platform of a remote repository. */
export interface RemoteRegistration {
  readonly catalog: CatalogService;
  readonly credentials: BackstageCredentials;
  readonly integrations: ScmIntegrations;
  readonly repoContentsUrl: string;
  readonly catalogInfoPath: string;
}

/**
 * Registers the catalog file of a remote repository; one that is registered already is read anew.
 *
 * @returns the URL of the file
 * @throws InputError if no integration is configured for the host
 */
export async function registerRemote(
  options: RemoteRegistration,
): Promise<string> {
  const { catalog, credentials, integrations, repoContentsUrl } = options;
  const integration = integrations.byUrl(repoContentsUrl);
  if (!integration) {
    throw new InputError(
      `repoContentsUrl: no integration is configured for ${repoContentsUrl}`,
    );
  }
  const target = integration.resolveUrl({
    base: repoContentsUrl,
    url: options.catalogInfoPath,
  });
  await catalog.addLocation(
    { type: 'url', target, onConflict: 'refresh' },
    { credentials },
  );
  return target;
}
