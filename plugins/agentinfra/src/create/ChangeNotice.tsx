import {
  AGENT_COMPONENT_TYPE,
  ANNOTATION_PLATFORM,
  Definition,
  platformEntityRef,
  platformEntityRefs,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Alert } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';

/** Warns that the platform exists already, and names what Create would delete from it; empty for a new platform. */
export function ChangeNotice({ definition }: { definition: Definition }) {
  const existing = useExistingEntities(platformId(definition));
  const platformRef = platformEntityRef(definition);
  if (!existing.some(entity => stringifyEntityRef(entity) === platformRef)) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      title={`${platformId(definition)} exists already`}
      description={describeChange(definition, existing)}
    />
  );
}

/** The entities of a platform that the catalog shows; none until it has answered. */
function useExistingEntities(id: string): readonly Entity[] {
  const catalogApi = useApi(catalogApiRef);
  const { value } = useAsync(
    () =>
      catalogApi.getEntities({
        filter: { [`metadata.annotations.${ANNOTATION_PLATFORM}`]: id },
      }),
    [catalogApi, id],
  );
  return value?.items ?? [];
}

function describeChange(
  definition: Definition,
  existing: readonly Entity[],
): string {
  const wanted = new Set(platformEntityRefs(definition));
  const removed = existing.filter(
    entity => !wanted.has(stringifyEntityRef(entity)),
  );
  if (removed.length === 0) {
    return 'Create updates it.';
  }
  const names = new Intl.ListFormat('en').format(
    removed.map(describePart).sort(),
  );
  const fate =
    definition.environment === 'prod'
      ? 'parts with a stack of their own are protected and kept with their data, everything else is deleted'
      : `${removed.length > 1 ? 'they are' : 'it is'} deleted with all data`;
  return `Create updates it. The form no longer includes ${names}: ${fate}.`;
}

function describePart({ metadata, spec }: Entity): string {
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
