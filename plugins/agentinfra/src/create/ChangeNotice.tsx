import {
  Definition,
  platformEntityRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Alert } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';

/** Says what Create does to a platform that the catalog shows already; nothing when there is none. */
export function ChangeNotice({ definition }: { definition: Definition }) {
  const catalogApi = useApi(catalogApiRef);
  const entityRef = platformEntityRef(definition);
  const { value: platform } = useAsync(
    () => catalogApi.getEntityByRef(entityRef),
    [catalogApi, entityRef],
  );
  if (!platform) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      title={`${platformId(definition)} stands already`}
      description="Create changes it. What the form no longer asks for is deleted with its data; in prod it is protected, and kept."
    />
  );
}
