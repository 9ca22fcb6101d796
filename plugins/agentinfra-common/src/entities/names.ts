import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Definition, platformId } from '../definition';

/** The longest name that the catalog allows. Source: Backstage, "Descriptor Format of Catalog Entities". */
const LONGEST_NAME = 63;

/**
 * The name of the entity of a part of a platform.
 *
 * @param definition - the definition of the platform
 * @param part - such as `database` or `agent-assistant`
 * @returns `<platformId>-<part>`; a name that the catalog does not allow, because it is too long or ends in a hyphen, is cut and gets a hash
 * of the whole name as its end, so that names stay unique
 */
export function partEntityName(
  definition: Pick<Definition, 'name' | 'environment'>,
  part: string,
): string {
  const name = `${platformId(definition)}-${part}`;
  if (name.length <= LONGEST_NAME && !name.endsWith('-')) {
    return name;
  }
  const hash = hashOf(name);
  const start = name.slice(0, LONGEST_NAME - hash.length - 1);
  return `${start.replace(/-+$/, '')}-${hash}`;
}

/**
 * The reference of the component that represents a platform.
 *
 * @returns `component:default/<name>-<environment>`
 */
export function platformEntityRef(
  definition: Pick<Definition, 'name' | 'environment'>,
): string {
  return stringifyEntityRef({
    kind: 'component',
    namespace: DEFAULT_NAMESPACE,
    name: platformId(definition),
  });
}

/**
 * The full reference of the group that owns a platform.
 *
 * @param owner - as people write it: `agents-team`, `group:agents-team` or `group:default/agents-team`
 * @returns such as `group:default/agents-team`, in lower case
 */
export function ownerRef(owner: string): string {
  return stringifyEntityRef(
    parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: DEFAULT_NAMESPACE,
    }),
  );
}

/** FNV-1a, 32 bits: browsers hash with SHA only asynchronously, and names need no cryptographic hash. */
function hashOf(text: string): string {
  const hash = [...text].reduce(
    (value, character) =>
      // eslint-disable-next-line no-bitwise
      Math.imul(value ^ character.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );
  // eslint-disable-next-line no-bitwise
  return (hash >>> 0).toString(16).padStart(8, '0');
}
