/**
 * Free text as AWS accepts it in descriptions: characters that are not allowed become spaces, and what is too long is cut
 * off. Text of the definition is data: whatever it contains, it reaches templates as plain words only.
 *
 * @param text - what people wrote
 * @param maxLength - maximum length of the field
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
