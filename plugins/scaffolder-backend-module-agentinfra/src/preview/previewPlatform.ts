import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Definition,
  PLATFORM_TEMPLATE,
  type SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { Synthesizer } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  getEntitySourceLocation,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  renderPlatform,
  type RenderingOptions,
  type RenderPlatformOptions,
} from '../rendering';

/** Dependencies of {@link previewPlatform}. */
export interface PreviewOptions extends RenderingOptions {
  readonly catalog: CatalogService;
  readonly synthesizer: Synthesizer;
}

/** A request for a preview. */
export interface PreviewRequest {
  /** The credentials of the user, who must be allowed to see the template. */
  readonly credentials: BackstageCredentials;
  /** Cancels the preview. A synthesis that has begun is completed: others wait for the same process, and its result is kept. */
  readonly signal: AbortSignal;
}

/**
 * Makes the plan of a platform as a task does before it deploys. Only the assembly is kept, which the task reuses if its repository
 * is the same.
 *
 * @throws NotFoundError if the user cannot see the template; InputError if the skeleton cannot be found or rejects the definition;
 * the reason of the signal
 */
export async function previewPlatform(
  definition: Definition,
  { catalog, synthesizer, ...rendering }: PreviewOptions,
  { credentials, signal }: PreviewRequest,
): Promise<SynthesisPlan> {
  signal.throwIfAborted();
  const template = await findTemplate(catalog, credentials);
  const folder = await mkdtemp(join(tmpdir(), 'agentinfra-preview-'));
  try {
    const repository = join(folder, 'repository');
    await renderPlatform(definition, {
      ...rendering,
      template,
      target: repository,
      createTemporaryDirectory: () => mkdtemp(join(folder, 'fetched-')),
      signal,
    });
    signal.throwIfAborted();
    const { plan } = await synthesizer.synthesize(repository);
    return plan;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The template, with the same URL that the scaffolder passes to its actions. */
async function findTemplate(
  catalog: CatalogService,
  credentials: BackstageCredentials,
): Promise<RenderPlatformOptions['template']> {
  const entityRef = stringifyEntityRef(PLATFORM_TEMPLATE);
  const entity = await catalog.getEntityByRef(entityRef, { credentials });
  if (!entity) {
    throw new NotFoundError(
      `The catalog shows no ${entityRef}: register the template, or ask an administrator of the portal for the permission to see it`,
    );
  }
  const { type, target } = getEntitySourceLocation(entity);
  const baseUrl = type === 'file' ? pathToFileURL(target).href : target;
  return { entityRef, baseUrl };
}
