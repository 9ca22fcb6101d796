import { FieldLayout } from './FieldLayout';
import { ListItem } from './ListItem';
import { ListSection } from './ListSection';
import { ObjectSection } from './ObjectSection';
import { SelectWidget } from './SelectWidget';

/** How the form lays out its fields: in sections, with help under each field. */
export const formTemplates = {
  ArrayFieldItemTemplate: ListItem,
  ArrayFieldTemplate: ListSection,
  FieldTemplate: FieldLayout,
  ObjectFieldTemplate: ObjectSection,
};

/** The inputs that replace those of Backstage. */
export const formWidgets = { SelectWidget };
