import { useApi } from '@backstage/frontend-plugin-api';
import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import useAsync from 'react-use/esm/useAsync';
import { OwnerField } from './OwnerField';

/** A field as the stepper takes it, whatever its values are. */
type AnyField = FieldExtensionOptions<any, any>;

/**
 * The form fields of the app that a template can name, with our own owner picker: Backstage's leaves its list open over the fields
 * below it in this theme, and does not know one's own groups.
 */
export function useFormFields() {
  const formFieldsApi = useApi(formFieldsApiRef);
  return useAsync(async (): Promise<AnyField[]> => {
    const fields: unknown[] = await formFieldsApi.loadFormFields();
    return [
      ...fields.filter(isFieldExtension),
      { name: 'OwnerPicker', component: OwnerField },
    ];
  }, [formFieldsApi]);
}

/** Form fields are opaque to plugins, and are what the stepper takes. */
function isFieldExtension(field: unknown): field is AnyField {
  return (
    typeof field === 'object' &&
    field !== null &&
    'name' in field &&
    'component' in field
  );
}
