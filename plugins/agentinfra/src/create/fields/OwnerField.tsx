import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { MarkdownContent } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  defaultEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Select } from '@backstage/ui';
import { ariaDescribedByIds, descriptionId } from '@rjsf/utils';
import { useEffect } from 'react';
import useAsync from 'react-use/esm/useAsync';
import styles from '../form/form.module.css';

/** Chooses a group of the catalog; by default the first one that the user belongs to. */
export function OwnerField({
  formData,
  idSchema: { $id: id },
  onChange,
  rawErrors = [],
  required,
  schema: { title, description = '' },
}: FieldExtensionComponentProps<string>) {
  const { value: groups, loading } = useGroups();
  const own = groups?.find(({ isOwn }) => isOwn)?.value;

  useEffect(() => {
    if (!formData && own) {
      onChange(own);
    }
    // Only the first time: a user who clears the field wants it empty.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [own]);

  return (
    <>
      <Select
        id={id}
        name={id}
        label={title}
        secondaryLabel={required ? 'Required' : undefined}
        placeholder={loading ? 'Loading…' : 'Choose one'}
        searchable
        options={groups ?? []}
        value={formData ?? null}
        onChange={key => onChange(key === null ? undefined : String(key))}
        isRequired={required}
        isInvalid={rawErrors.length > 0}
        aria-describedby={ariaDescribedByIds(id)}
      />
      <div id={descriptionId(id)} className={styles.help}>
        <MarkdownContent content={description} />
      </div>
    </>
  );
}

function useGroups() {
  const catalogApi = useApi(catalogApiRef);
  const identityApi = useApi(identityApiRef);
  return useAsync(async () => {
    const { userEntityRef } = await identityApi.getBackstageIdentity();
    const [groups, user] = await Promise.all([
      catalogApi.getEntities({ filter: { kind: 'Group' } }),
      catalogApi.getEntityByRef(userEntityRef),
    ]);
    const own = new Set(
      user?.relations
        ?.filter(({ type }) => type === RELATION_MEMBER_OF)
        .map(({ targetRef }) => stringifyEntityRef(parseEntityRef(targetRef))),
    );
    return groups.items
      .map(group => ({
        value: stringifyEntityRef(group),
        label: defaultEntityPresentation(group).primaryTitle,
        isOwn: own.has(stringifyEntityRef(group)),
      }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [catalogApi, identityApi]);
}
