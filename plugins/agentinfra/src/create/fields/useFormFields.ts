import { useApi } from '@backstage/frontend-plugin-api';
import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import useAsync from 'react-use/esm/useAsync';
import { OwnerField } from './OwnerField';

/**
 * The form fields of the app that a template can name, with our own owner picker: Backstage's leaves its list open over the fields
 * below it in this theme, and does not know one's own groups.
 */
export function useFormFields() {
  const formFieldsApi = useApi(formFieldsApiRef);
  return useAsync(async (): Promise<FieldExtensionOptions<any, any>[]> => {
    const fields: unknown[] = await formFieldsApi.loadFormFields();
    return [
      ...fields.filter(isFieldExtension),
      { name: 'OwnerPicker', component: OwnerField },
    ];
  }, [formFieldsApi]);
}

/** Form fields are opaque to plugins, and are what the stepper takes. */
function isFieldExtension(field: unknown): field is FieldExtensionOptions {
  return (
    typeof field === 'object' &&
    field !== null &&
    'name' in field &&
    'component' in field
  );
}
