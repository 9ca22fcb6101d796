import { JsonObject, JsonValue } from '@backstage/types';
import {
  FormProps,
  ScaffolderRJSFFormProps,
} from '@backstage/plugin-scaffolder-react';
import { FormValidation, RJSFValidationError } from '@rjsf/utils';
import { useMemo, useRef } from 'react';
import { formTemplates, formWidgets } from './form';
import { problemsOf } from './problems';

/** The properties of the form, including some that the types of Backstage's stepper lack: it passes everything on. */
type LiveFormProps = FormProps &
  Pick<
    ScaffolderRJSFFormProps,
    | 'customValidate'
    | 'focusOnFirstError'
    | 'liveValidate'
    | 'onError'
    | 'showErrorList'
    | 'templates'
    | 'widgets'
  >;

/**
 * Makes a form report invalid fields as the user types, including rules between fields and pages. Missing fields are reported
 * when the user leaves the page, not while they are still filling it in.
 *
 * @returns properties for the form, and event handlers for an element around it
 */
export function useLiveForm() {
  const isLeaving = useRef(false);
  const hasFailed = useRef(false);

  const formProps = useMemo<LiveFormProps>(
    () => ({
      EXPERIMENTAL_theme: 'bui',
      noHtml5Validate: true,
      liveValidate: true,
      // Called at once. `onError` comes too late: when the errors are shown, after the submission has bubbled up.
      focusOnFirstError: () => {
        hasFailed.current = true;
      },
      showErrorList: false,
      templates: formTemplates,
      widgets: formWidgets,
      customValidate: addProblems,
      transformErrors: errors =>
        errors
          .filter(error => isLeaving.current || error.name !== 'required')
          .filter(({ name }) => name !== 'if')
          .map(withPlainMessage),
      onError: focusFirstField,
    }),
    [],
  );

  return {
    formProps,
    handlers: {
      onSubmitCapture: () => {
        isLeaving.current = true;
        hasFailed.current = false;
      },
      onSubmit: () => {
        isLeaving.current = hasFailed.current;
      },
    },
  };
}

/** Adds the broken rules to the fields of the current page that are filled in. */
function addProblems(
  values: JsonObject | undefined,
  errors: FormValidation,
  page: object = {},
): FormValidation {
  for (const { path, message } of problemsOf(values ?? {})) {
    const steps = stepsOf(path);
    if (steps[0] in page && valueAt(values, steps) !== undefined) {
      fieldOf(errors, steps).addError(asSentence(withItemNames(message)));
    }
  }
  return errors;
}

/** Moves the focus to the first invalid field of the page: first in the document, because the errors have no order. */
function focusFirstField(errors: RJSFValidationError[]) {
  const fields = errors.map(
    ({ property = '' }) => `#${['root', ...stepsOf(property)].join('_')}`,
  );
  document.querySelector<HTMLElement>(fields.join())?.focus();
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter(Boolean);
}

function valueAt(
  value: JsonValue | undefined,
  [step, ...rest]: string[],
): JsonValue | undefined {
  return step === undefined || value === undefined
    ? value
    : valueAt((value as JsonObject)[step], rest);
}

/** The field that a path leads to, or the last one on the way that the form has. */
function fieldOf(
  errors: FormValidation,
  [step, ...rest]: string[],
): FormValidation {
  const field = (errors as Record<string, FormValidation | undefined>)[step];
  return field ? fieldOf(field, rest) : errors;
}

/** Names the items of lists as the form does: `agent 1` for `agents[0]`. */
function withItemNames(message: string): string {
  return message.replace(
    /\b(agent|service)s\[(\d+)\]/g,
    (_, item, index) => `${item} ${Number(index) + 1}`,
  );
}

function withPlainMessage(error: RJSFValidationError): RJSFValidationError {
  const { name = '', params, message = '' } = error;
  const plain: Record<string, string> = {
    required: 'this field is required',
    enum: 'must be one of the list',
    type: `must be a ${params?.type}`,
    minimum: `must be at least ${params?.limit}`,
    maximum: `must be at most ${params?.limit}`,
    maxLength: `must have at most ${params?.limit} characters`,
    minItems: `needs at least ${params?.limit}`,
    maxItems: `takes at most ${params?.limit}`,
  };
  return { ...error, message: asSentence(plain[name] ?? message) };
}

function asSentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
