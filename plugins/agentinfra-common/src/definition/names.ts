import { Definition } from './defaults';

type Identity = Pick<Definition, 'name' | 'environment'>;
type Domain = Definition['domain'];

/**
 * The id of a platform, which begins the name of whatever it has in AWS and in the catalog.
 *
 * @returns `<name>-<environment>`, at most 32 characters
 */
export function platformId({ name, environment }: Identity): string {
  return `${name}-${environment}`;
}

/**
 * The name of the stack of a concern.
 *
 * @param concern - such as `network`
 * @returns `<name>-<environment>-<concern>`
 */
export function stackName(identity: Identity, concern: string): string {
  return `${platformId(identity)}-${concern}`;
}

/**
 * The full name under which people reach a platform.
 *
 * @returns such as `agents.example.com`; undefined without a domain
 */
export function domainName({
  enabled,
  hostedZoneName,
  recordName,
}: Domain): string | undefined {
  if (!enabled || !hostedZoneName || !recordName) {
    return undefined;
  }
  return recordName === hostedZoneName ||
    recordName.endsWith(`.${hostedZoneName}`)
    ? recordName
    : `${recordName}.${hostedZoneName}`;
}
