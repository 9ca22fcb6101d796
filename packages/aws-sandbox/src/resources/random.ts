import { createHash } from 'node:crypto';

/**
 * Characters that look random but follow from a seed, so that the same stack always gets the same ids.
 *
 * @param length - how many characters
 * @param alphabet - the characters to choose from
 */
export function seededText(
  seed: string,
  length: number,
  alphabet: string,
): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    const digest = createHash('sha256').update(`${seed}/${block}`).digest();
    for (const byte of digest) {
      text += alphabet[byte % alphabet.length];
    }
  }
  return text.slice(0, length);
}

/** Hexadecimal digits that follow from a seed. */
export function seededHex(seed: string, length: number): string {
  return seededText(seed, length, '0123456789abcdef');
}

/** Capital letters and digits that follow from a seed, as CloudFormation puts them at the end of names. */
export function seededSuffix(seed: string, length = 12): string {
  return seededText(seed, length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
}

/** A UUID that follows from a seed. */
export function seededUuid(seed: string): string {
  const hex = seededHex(seed, 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

/** A whole number from 0 to `below` - 1 that follows from a seed. */
export function seededNumber(seed: string, below: number): number {
  return parseInt(seededHex(seed, 8), 16) % below;
}

/**
 * An id for types whose format of ids the sandbox does not know. It can be told apart from other ids, so that checks of patterns can
 * ignore it: the template is not to blame.
 */
export function guessedId(seed: string): string {
  return `sbx${seededHex(seed, 17)}`;
}

/** Whether a text contains a {@link guessedId}. */
export function holdsGuess(text: string): boolean {
  return /sbx[0-9a-f]{17}/.test(text);
}
