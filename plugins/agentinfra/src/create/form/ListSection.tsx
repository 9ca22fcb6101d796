import { Button, Text } from '@backstage/ui';
import { ArrayFieldTemplateProps, getTemplate, titleId } from '@rjsf/utils';
import AddIcon from '@material-ui/icons/Add';
import styles from './form.module.css';
import { itemName } from './itemName';

/** A list whose items can be added and removed. */
export function ListSection({
  canAdd,
  idSchema,
  items,
  onAddClick,
  registry,
  schema,
  title,
}: ArrayFieldTemplateProps) {
  const Item = getTemplate('ArrayFieldItemTemplate', registry);
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
        {schema.description}
      </Text>
      {items.map(({ key, ...item }) => (
        <Item key={key} {...item} />
      ))}
      {canAdd && (
        <div>
          <Button
            variant="secondary"
            iconStart={<AddIcon fontSize="inherit" />}
            onPress={() => onAddClick()}
          >
            Add {itemName(schema.items)}
          </Button>
        </div>
      )}
    </section>
  );
}
