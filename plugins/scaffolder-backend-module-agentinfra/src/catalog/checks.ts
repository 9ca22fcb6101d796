import {
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_PLATFORM,
  Definition,
  ownerRef,
  platformEntities,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
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

/**
 * Checks that no entity of somebody else has a name that an entity of a platform will have.
 *
 * @throws ConflictError if one has
 */
export async function checkNameFree(
  catalog: CatalogService,
  definition: Definition,
  credentials: BackstageCredentials,
): Promise<void> {
  const entityRefs = platformEntities(definition, { links: [] }).map(entity =>
    stringifyEntityRef(entity),
  );
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs },
    { credentials },
  );
  const foreign = items.find(entity => entity && !isOwn(entity, definition));
  if (foreign) {
    throw new ConflictError(
      `name: ${stringifyEntityRef(
        foreign,
      )} is in the catalog already and belongs to ${
        foreign.spec?.owner ?? 'somebody else'
      }; choose another name`,
    );
  }
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
