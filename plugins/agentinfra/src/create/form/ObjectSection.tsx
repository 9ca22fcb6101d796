import { ObjectFieldTemplateProps, titleId } from '@rjsf/utils';
import { Page } from '../Page';
import styles from './form.module.css';
import { Section } from './Section';

/** Fields that belong together: a page, a part of the platform, or an item of a list. */
export function ObjectSection({
  idSchema,
  title,
  description,
  properties,
}: ObjectFieldTemplateProps) {
  const fields = properties.map(({ content }) => content);
  if (idSchema.$id === 'root') {
    return <Page label="Fields of this step">{fields}</Page>;
  }
  const grid = <div className={styles.fields}>{fields}</div>;
  if (/_\d+$/.test(idSchema.$id)) {
    return grid;
  }
  return (
    <Section
      headingId={titleId(idSchema)}
      title={title}
      description={description}
    >
      {grid}
    </Section>
  );
}
