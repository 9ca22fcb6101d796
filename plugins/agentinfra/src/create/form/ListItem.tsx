import { Button, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { ArrayFieldTemplateItemType } from '@rjsf/utils';
import styles from './form.module.css';
import { itemName } from './itemName';

/** One item of a list. */
export function ListItem({
  children,
  hasRemove,
  index,
  onDropIndexClick,
  schema,
}: ArrayFieldTemplateItemType) {
  const name = `${itemName(schema)} ${index + 1}`;
  return (
    <Card aria-label={name} className={styles.item}>
      <CardHeader>
        <Flex align="center" justify="between">
          <Text as="h4" variant="body-large" weight="bold">
            {name.charAt(0).toUpperCase() + name.slice(1)}
          </Text>
          {hasRemove && (
            <Button
              variant="tertiary"
              size="small"
              aria-label={`Remove ${name}`}
              onPress={() => onDropIndexClick(index)()}
            >
              Remove
            </Button>
          )}
        </Flex>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
