import {
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_PLATFORM,
  Definition,
  ownerRef,
  platformEntityRefs,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Checks that the owner of a platform is a group of the catalog.
 *
 * @throws InputError if it is not
 */
export async function checkOwnerExists(
  catalog: CatalogService,
  definition: Definition,
  credentials: BackstageCredentials,
): Promise<void> {
  const ref = ownerRef(definition.owner);
  if (!(await catalog.getEntityByRef(ref, { credentials }))) {
    throw new InputError(
      `owner: there is no ${ref} in the catalog that you can see; choose a group that is`,
    );
  }
}

/** Options of {@link checkNameFree}. */
export interface NameFreeOptions {
  readonly credentials: BackstageCredentials;
  /** The URL of the root folder of the repository, if it is known. */
  readonly sourceUrl?: string;
}

/**
 * Checks that no entity of anybody else has the name of an entity of the platform, and that an existing platform keeps its repository.
 *
 * @throws ConflictError if a name is taken, or the platform has another repository
 */
export async function checkNameFree(
  catalog: CatalogService,
  definition: Definition,
  { credentials, sourceUrl }: NameFreeOptions,
): Promise<void> {
  const entityRefs = platformEntityRefs(definition);
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs },
    { credentials },
  );
  const foreign = items.find(entity => entity && !isOwn(entity, definition));
  if (foreign) {
    throw new ConflictError(
      `name: ${platformId(
        definition,
      )} is taken: the catalog has ${stringifyEntityRef(
        foreign,
      )}, which ${describe(foreign)}. Choose another name, or ask its owner.`,
    );
  }
  const platform = items.find(
    entity => entity?.metadata.name === platformId(definition),
  );
  const source = platform?.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION];
  if (platform && source !== (sourceUrl && `url:${sourceUrl}`)) {
    throw new ConflictError(
      `repoUrl: ${platformId(definition)} has its repository already: ${
        source?.replace('url:', '') ?? 'a local one, which the portal keeps'
      }. Choose that one.`,
    );
  }
}

/** The owner of an entity, and where its platform runs. */
function describe({ metadata, spec }: Entity): string {
  const { annotations = {} } = metadata;
  const account = annotations[ANNOTATION_AWS_ACCOUNT_ID];
  const region = annotations[ANNOTATION_AWS_REGION];
  const owner = `belongs to ${spec?.owner ?? 'somebody else'}`;
  return account
    ? `${owner} and runs in account ${account}, region ${region}`
    : owner;
}

function isOwn({ metadata, spec }: Entity, definition: Definition): boolean {
  const annotations = metadata.annotations ?? {};
  return (
    annotations[ANNOTATION_PLATFORM] === platformId(definition) &&
    annotations[ANNOTATION_AWS_ACCOUNT_ID] === definition.account &&
    annotations[ANNOTATION_AWS_REGION] === definition.region &&
    typeof spec?.owner === 'string' &&
    ownerRef(spec.owner) === ownerRef(definition.owner)
  );
}
