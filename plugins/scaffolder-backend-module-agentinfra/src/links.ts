import {
  Definition,
  PlatformLink,
  platformLinks,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { type BrowseOptions, browseUrls } from './repositories';

/** What is known about the places that the links of a platform lead to. */
export interface LinkOptions extends BrowseOptions {
  /** URL of the AWS sandbox; undefined for AWS itself. */
  readonly sandboxUrl?: string;
}

/**
 * The links of a platform, as far as its places are known.
 *
 * @param endpointUrl - where the platform is reached, once it is deployed
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

/** A link as actions give it: without what only the catalog needs. */
export function plainLink({ title, url, icon }: PlatformLink) {
  return { title, url, icon };
}
