import { MarkdownContent } from '@backstage/core-components';
import { descriptionId, FieldTemplateProps } from '@rjsf/utils';
import styles from './form.module.css';

/** A field with its help and its errors below it. */
export function FieldLayout({
  id,
  children,
  displayLabel,
  errors,
  hidden,
  rawDescription,
  schema,
}: FieldTemplateProps) {
  if (hidden) {
    return <div hidden>{children}</div>;
  }
  // A checkbox brings its own label: it takes a whole line, and its help is still to be shown.
  const isCheckbox = schema.type === 'boolean' && !displayLabel;
  const hasHelp = (displayLabel || isCheckbox) && rawDescription;
  return (
    <div className={isCheckbox ? styles.wide : undefined}>
      {children}
      {hasHelp && (
        <div id={descriptionId(id)} className={styles.help}>
          <MarkdownContent content={rawDescription} />
        </div>
      )}
      <div aria-live="polite">{errors}</div>
    </div>
  );
}
