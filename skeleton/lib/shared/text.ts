/**
 * Free text as AWS takes it in descriptions: characters that descriptions refuse become spaces, and the rest is cut.
 * Text of the definition is data; nothing in it can reach a template as anything but plain words.
 *
 * @param text - what people wrote
 * @param maxLength - characters that the field takes
 * @returns the text; empty if nothing of it is left
 */
export function plainText(text: string, maxLength: number): string {
  return text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 _.,:/=+@()-]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, maxLength)
    .trim();
}
