import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './form.module.css';

/** Properties of a {@link Section}. */
export interface SectionProps {
  /** The id of its heading. */
  readonly headingId: string;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** A part of a page, under a heading and a line that explains it. */
export function Section({
  headingId,
  title,
  description,
  children,
}: SectionProps) {
  return (
    <section aria-labelledby={headingId} className={styles.section}>
      <Text as="h3" variant="title-x-small" weight="bold" id={headingId}>
        {title}
      </Text>
      <Text as="p" variant="body-medium" color="secondary">
        {description}
      </Text>
      {children}
    </section>
  );
}
