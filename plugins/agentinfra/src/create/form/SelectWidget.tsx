import { Select } from '@backstage/ui';
import {
  ariaDescribedByIds,
  enumOptionsIndexForValue,
  enumOptionsValueForIndex,
  WidgetProps,
} from '@rjsf/utils';

/** The key of the option that leaves a field empty. */
const OPEN = 'open';

/** A select. An optional field has an extra option that leaves it empty and names the default. */
export function SelectWidget({
  id,
  disabled,
  label,
  onBlur,
  onChange,
  options: { enumOptions = [], emptyValue, placeholder: optionsPlaceholder },
  placeholder = optionsPlaceholder,
  rawErrors = [],
  readonly,
  required,
  schema,
  value,
}: WidgetProps) {
  const isOptional = !required && schema.default === undefined;
  const selected = enumOptionsIndexForValue(value, enumOptions) as
    | string
    | undefined;
  return (
    <Select
      id={id}
      name={id}
      label={label}
      secondaryLabel={required ? 'Required' : undefined}
      placeholder={placeholder || 'Choose one'}
      options={[
        ...(isOptional ? [{ value: OPEN, label: placeholder || 'None' }] : []),
        ...enumOptions.map((option, index) => ({
          value: String(index),
          label: option.label,
        })),
      ]}
      value={selected ?? (isOptional ? OPEN : null)}
      onChange={key =>
        onChange(
          enumOptionsValueForIndex(
            key === OPEN || key === null ? '' : String(key),
            enumOptions,
            emptyValue,
          ),
        )
      }
      onBlur={() => onBlur(id, value)}
      isRequired={required}
      isDisabled={disabled || readonly}
      isInvalid={rawErrors.length > 0}
      aria-describedby={ariaDescribedByIds(id)}
    />
  );
}
