import { Text } from '@backstage/ui';
import { ObjectFieldTemplateProps, titleId } from '@rjsf/utils';
import styles from './form.module.css';

/** Fields that belong together: a page, a part of the platform, or what an item of a list holds. */
export function Section({
  idSchema,
  title,
  description,
  properties,
}: ObjectFieldTemplateProps) {
  const fields = properties.map(({ content }) => content);
  if (idSchema.$id === 'root') {
    return <div className={styles.page}>{fields}</div>;
  }
  if (/_\d+$/.test(idSchema.$id)) {
    return <div className={styles.fields}>{fields}</div>;
  }
  return (
    <section aria-labelledby={titleId(idSchema)} className={styles.section}>
      <Text
        as="h3"
        variant="title-x-small"
        weight="bold"
        id={titleId(idSchema)}
      >
        {title}
      </Text>
      <Text as="p" variant="body-medium" color="secondary">
        {description}
      </Text>
      <div className={styles.fields}>{fields}</div>
    </section>
  );
}
