import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isChildPath,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { fetchContents } from '@backstage/plugin-scaffolder-node';

/** The path of the skeleton, relative to the template. */
const DEFAULT_SKELETON = '../../skeleton';

/** The file that marks the root of the repository of a template. */
const ROOT_MARK = 'catalog-info.yaml';

/** Options of {@link fetchSkeleton}. */
export interface FetchSkeletonOptions {
  /** A URL, or a path relative to the template. */
  readonly skeleton?: string;
  /** The URL of the template. */
  readonly baseUrl?: string;
  readonly integrations: ScmIntegrations;
  readonly reader: UrlReaderService;
  readonly createTemporaryDirectory: () => Promise<string>;
}

/**
 * Gets the skeleton of a template.
 *
 * The skeleton of a template on the disk of the portal is used in place; it must be in the same repository. The skeleton of a
 * template that was read from a URL is fetched.
 *
 * @returns the folder of the skeleton
 * @throws InputError if it cannot be found, or is outside of the repository of the template
 */
export async function fetchSkeleton(
  options: FetchSkeletonOptions,
): Promise<string> {
  const { baseUrl, createTemporaryDirectory, ...source } = options;
  const skeleton = options.skeleton || DEFAULT_SKELETON;
  if (baseUrl?.startsWith('file:') && !URL.canParse(skeleton)) {
    return localSkeleton(fileURLToPath(baseUrl), skeleton);
  }
  const outputPath = join(await createTemporaryDirectory(), 'skeleton');
  await fetchContents({ ...source, baseUrl, fetchUrl: skeleton, outputPath });
  return outputPath;
}

function localSkeleton(template: string, skeleton: string): string {
  const folder = resolve(dirname(template), skeleton);
  const root = repositoryRoot(dirname(template));
  if (!isChildPath(root, folder)) {
    throw new InputError(
      `The skeleton ${skeleton} lies outside of the repository of the template, whose root is the folder with a ${ROOT_MARK}`,
    );
  }
  if (!existsSync(folder)) {
    throw new InputError(
      `There is no skeleton at ${skeleton}, relative to the template`,
    );
  }
  return folder;
}

/** The nearest parent folder that contains the mark; the folder itself if there is none. */
function repositoryRoot(start: string): string {
  for (
    let folder = start;
    dirname(folder) !== folder;
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, ROOT_MARK))) {
      return folder;
    }
  }
  return start;
}
