import {
  type Definition,
  DefinitionError,
  ownerRef,
  parseDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { renderSkeleton } from '@agentinfra/backstage-plugin-agentinfra-node';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { type LinkOptions, linksOf } from '../links';
import { browseUrls } from '../repositories';
import { fetchSkeleton } from './fetchSkeleton';

/** Dependencies of {@link renderPlatform}. */
export interface RenderingOptions extends LinkOptions {
  readonly reader: UrlReaderService;
}

/** Options of {@link renderPlatform}. */
export interface RenderPlatformOptions extends RenderingOptions {
  /**
   * A URL, or a path relative to the template.
   *
   * @default ../../skeleton
   */
  readonly skeleton?: string;
  /** The template that the platform is made from: its reference, and its URL. */
  readonly template?: { readonly entityRef: string; readonly baseUrl?: string };
  /** The folder that becomes the repository. */
  readonly target: string;
  /** Creates a folder for the fetched skeleton; the caller deletes it. */
  readonly createTemporaryDirectory: () => Promise<string>;
  /** Cancels the rendering. */
  readonly signal?: AbortSignal;
}

/**
 * Parses a definition, and expands its owner to a full reference, so that tags and entities name it alike.
 *
 * @param input - the definition; empty fields count as missing
 * @returns the complete definition
 * @throws InputError that names every invalid field and every broken rule
 */
export function readDefinitionInput(
  input: Readonly<Record<string, unknown>>,
): Definition {
  const given = Object.entries(input).filter(
    ([, value]) => value !== '' && value !== null && value !== undefined,
  );
  const definition = parse(Object.fromEntries(given));
  return { ...definition, owner: ownerRef(definition.owner) };
}

function parse(input: Record<string, unknown>): Definition {
  try {
    return parseDefinition(input);
  } catch (error) {
    throw error instanceof DefinitionError
      ? new InputError(error.message)
      : error;
  }
}

/**
 * Renders the repository of a platform from the skeleton of its template.
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
