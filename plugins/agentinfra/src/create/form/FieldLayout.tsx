import { MarkdownContent } from '@backstage/core-components';
import { descriptionId, FieldTemplateProps } from '@rjsf/utils';
import styles from './form.module.css';

/** A field, with its help below it and what is wrong with it. */
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
  // A checkbox has its label beside it: it takes a line of its own, and still needs its help.
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
