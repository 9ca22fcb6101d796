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
 * @throws InputError that names every field that is wrong, and the fields that do not go together
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
