import { createHash } from 'node:crypto';

/**
 * A name that fits a limit: the name itself if it does, else its beginning and a hash of all of it, so that two long names
 * never become the same.
 *
 * @param name - the name to fit
 * @param maxLength - maximum length that the service accepts, at least 10
 */
export function fitName(name: string, maxLength: number): string {
  const tidy = name.replace(/-+/g, '-').replace(/-$/, '');
  if (tidy === name && name.length <= maxLength) {
    return name;
  }
  const hash = shortHash(name);
  const head = tidy.slice(0, maxLength - hash.length - 1).replace(/-$/, '');
  return `${head}-${hash}`;
}

/**
 * {@link fitName} for services that accept only letters, digits and underscores, such as AgentCore.
 *
 * @param name - the name to fit
 * @param maxLength - maximum length that the service accepts
 */
export function fitIdentifier(name: string, maxLength: number): string {
  const identifier = name.replaceAll('-', '_');
  if (identifier.length <= maxLength) {
    return identifier;
  }
  const hash = shortHash(name);
  return `${identifier.slice(0, maxLength - hash.length - 1)}_${hash}`;
}

/** The construct id of a part of the definition: the part's name in Pascal case, unique where the names are. */
export function constructId(prefix: string, name: string): string {
  const words = name.split('-').filter(Boolean);
  const pascal = words
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join('');
  // Names that differ only in their hyphens (`a-b`, `ab`, `a--b`) must not collide.
  return words.length === 1 && words[0] === name
    ? `${prefix}${pascal}`
    : `${prefix}${pascal}${shortHash(name)}`;
}

/**
 * A short hash of a text: eight hexadecimal digits of its SHA-256.
 *
 * @param text - anything
 */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
