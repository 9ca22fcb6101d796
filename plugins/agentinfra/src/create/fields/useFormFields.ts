import { useApi } from '@backstage/frontend-plugin-api';
import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import useAsync from 'react-use/esm/useAsync';
import { OwnerField } from './OwnerField';

/** A form field with values of any type, as the stepper takes it. */
type AnyField = FieldExtensionOptions<any, any>;

/**
 * The form fields of the app, with our own owner picker: in this theme, the list of Backstage's stays open over the fields below
 * it, and it does not know which groups are the user's own.
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

/** The API hides what form fields are from plugins; at run time they are what the stepper takes. */
function isFieldExtension(field: unknown): field is AnyField {
  return (
    typeof field === 'object' &&
    field !== null &&
    'name' in field &&
    'component' in field
  );
}
