import {
  AGENT_COMPONENT_TYPE,
  ANNOTATION_PLATFORM,
  Definition,
  platformEntities,
  platformEntityRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Alert } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';

/** Says what Create does to a platform that the catalog shows already, and what it takes away; nothing when there is none. */
export function ChangeNotice({ definition }: { definition: Definition }) {
  const standing = useEntities(platformId(definition));
  if (!standing.has(platformEntityRef(definition))) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      title={`${platformId(definition)} stands already`}
      description={describeChange(definition, standing)}
    />
  );
}

/** The entities that the catalog shows of a platform, by reference; none until it has answered. */
function useEntities(id: string): ReadonlyMap<string, Entity> {
  const catalogApi = useApi(catalogApiRef);
  const { value } = useAsync(
    () =>
      catalogApi.getEntities({
        filter: { [`metadata.annotations.${ANNOTATION_PLATFORM}`]: id },
      }),
    [catalogApi, id],
  );
  return new Map(value?.items.map(item => [stringifyEntityRef(item), item]));
}

/** What Create does, with what stands and is not asked for any more. */
function describeChange(
  definition: Definition,
  standing: ReadonlyMap<string, Entity>,
): string {
  const gone = new Map(standing);
  for (const entity of platformEntities(definition, { links: [] })) {
    gone.delete(stringifyEntityRef(entity));
  }
  if (gone.size === 0) {
    return 'Create changes it.';
  }
  const names = new Intl.ListFormat('en').format(
    [...gone.values()].map(nameOf).sort(),
  );
  return `Create changes it. The form no longer asks for ${names}: ${
    definition.environment === 'prod'
      ? 'stacks of their own are protected and stay with their data, the rest is deleted.'
      : 'what stands of that is deleted with its data.'
  }`;
}

function nameOf({ metadata, spec }: Entity): string {
  const name = metadata.title ?? metadata.name;
  switch (spec?.type) {
    case AGENT_COMPONENT_TYPE:
      return `the agent ${name}`;
    case 'service':
      return `the service ${name}`;
    default:
      return `the ${name.toLowerCase()}`;
  }
}
