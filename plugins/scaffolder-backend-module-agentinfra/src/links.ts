import {
  Definition,
  PlatformLink,
  platformLinks,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { type BrowseOptions, browseUrls } from './repositories';

/** The addresses that the links of a platform depend on. */
export interface LinkOptions extends BrowseOptions {
  /** URL of the AWS sandbox; undefined for AWS itself. */
  readonly sandboxUrl?: string;
}

/**
 * The links of a platform.
 *
 * @param endpointUrl - the URL of the deployed platform, if it is known
 */
export function linksOf(
  definition: Definition,
  options: LinkOptions,
  endpointUrl?: string,
): PlatformLink[] {
  const { filesUrl } = browseUrls(definition, options);
  const { sandboxUrl } = options;
  return platformLinks(definition, { sandboxUrl, filesUrl, endpointUrl });
}

/** A link as actions output it: without its type, which only the catalog uses. */
export function plainLink({ title, url, icon }: PlatformLink) {
  return { title, url, icon };
}
