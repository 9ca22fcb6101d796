import { Button } from '@backstage/ui';
import { ArrayFieldTemplateProps, getTemplate, titleId } from '@rjsf/utils';
import AddIcon from '@material-ui/icons/Add';
import { useEffect, useRef } from 'react';
import { itemName } from './itemName';
import { Section } from './Section';

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
  const addButton = useRef<HTMLButtonElement>(null);
  const previousLength = useRef(items.length);
  useEffect(() => {
    if (items.length < previousLength.current) {
      // The button that had the focus was removed with its item.
      addButton.current?.focus();
    }
    previousLength.current = items.length;
  }, [items.length]);
  return (
    <Section
      headingId={titleId(idSchema)}
      title={title}
      description={schema.description}
    >
      {items.map(({ key, ...item }) => (
        <Item key={key} {...item} />
      ))}
      {canAdd && (
        <div>
          <Button
            ref={addButton}
            variant="secondary"
            iconStart={<AddIcon fontSize="inherit" />}
            onPress={() => onAddClick()}
          >
            Add {itemName(schema.items)}
          </Button>
        </div>
      )}
    </Section>
  );
}
