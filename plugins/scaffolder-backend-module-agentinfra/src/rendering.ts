import {
  type Definition,
  ownerRef,
  parseDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { renderSkeleton } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { type LinkOptions, linksOf } from './links';
import { browseUrls } from './repositoryUrls';
import { fetchSkeleton } from './skeleton';

/** What every rendering of a platform works with. */
export interface RenderingOptions extends LinkOptions {
  readonly reader: UrlReaderService;
}

/** What is rendered, and to where. */
export interface RenderPlatformOptions extends RenderingOptions {
  /** Where the skeleton lies: a URL, or a path relative to the template; beside the template by default. */
  readonly skeleton?: string;
  /** The template that the platform is made with: its reference, and its URL. */
  readonly template?: { readonly entityRef: string; readonly baseUrl?: string };
  /** The folder that becomes the repository. */
  readonly target: string;
  /** Makes a folder for what is fetched, which whoever calls takes away. */
  readonly createTemporaryDirectory: () => Promise<string>;
  /** Ends the work. */
  readonly signal?: AbortSignal;
}

/**
 * The whole definition, with its owner written in full, so that tags and entities name it alike.
 *
 * @param input - the definition; what a template leaves empty is taken for left out
 * @throws DefinitionError if a field is wrong or fields do not go together
 */
export function readDefinitionInput(
  input: Readonly<Record<string, unknown>>,
): Definition {
  const given = Object.entries(input).filter(
    ([, value]) => value !== '' && value !== null && value !== undefined,
  );
  const definition = parseDefinition(Object.fromEntries(given));
  return { ...definition, owner: ownerRef(definition.owner) };
}

/**
 * Renders the repository of a platform with the skeleton of its template.
 *
 * @returns the paths of the files that were written, relative to the target, sorted
 * @throws InputError if the skeleton cannot be found, or no integration is configured for the host of the repository
 */
export async function renderPlatform(
  definition: Definition,
  options: RenderPlatformOptions,
): Promise<string[]> {
  const { integrations, reader, sandboxUrl, signal, target, template } =
    options;
  const { createTemporaryDirectory, skeleton } = options;
  return renderSkeleton({
    skeleton: await fetchSkeleton({
      skeleton,
      baseUrl: template?.baseUrl,
      integrations,
      reader,
      createTemporaryDirectory,
    }),
    target,
    definition,
    entities: {
      links: linksOf(definition, options),
      sourceUrl: browseUrls(definition, options).sourceUrl,
      sandboxUrl,
      templateRef: template?.entityRef,
    },
    signal,
  });
}
