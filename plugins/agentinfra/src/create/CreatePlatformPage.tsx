import { PLATFORM_TEMPLATE } from '@agentinfra/backstage-plugin-agentinfra-common';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import {
  scaffolderApiRef,
  SecretsContextProvider,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import { Workflow } from '@backstage/plugin-scaffolder-react/alpha';
import { useNavigate } from 'react-router-dom';
import { taskRouteRef } from '../routes';
import { useFormFields } from './fields';
import { PlatformReview } from './PlatformReview';
import { useLiveForm } from './useLiveForm';

/** The form of a platform: Backstage's stepper, with rules that are checked as the user types, and a review. */
export function CreatePlatformPage() {
  return (
    <SecretsContextProvider>
      <CreatePlatform />
    </SecretsContextProvider>
  );
}

function CreatePlatform() {
  const fields = useFormFields();
  const create = useCreate();
  const { formProps, handlers } = useLiveForm();
  if (fields.error) {
    return <ResponseErrorPanel error={fields.error} />;
  }
  if (!fields.value) {
    return <Progress />;
  }
  return (
    <main {...handlers}>
      <Workflow
        namespace={PLATFORM_TEMPLATE.namespace}
        templateName={PLATFORM_TEMPLATE.name}
        extensions={fields.value}
        formProps={formProps}
        components={{ ReviewStateComponent: PlatformReview }}
        onCreate={create}
        onError={error => (error ? <ResponseErrorPanel error={error} /> : null)}
      />
    </main>
  );
}

/** Starts the task that creates the platform, and opens its page. */
function useCreate() {
  const scaffolderApi = useApi(scaffolderApiRef);
  const { secrets } = useTemplateSecrets();
  const navigate = useNavigate();
  const taskRoute = useRouteRef(taskRouteRef);
  return async (
    values: Parameters<typeof scaffolderApi.scaffold>[0]['values'],
  ) => {
    const { taskId } = await scaffolderApi.scaffold({
      templateRef: stringifyEntityRef(PLATFORM_TEMPLATE),
      values,
      secrets,
    });
    if (taskRoute) {
      navigate(taskRoute({ taskId }));
    }
  };
}
