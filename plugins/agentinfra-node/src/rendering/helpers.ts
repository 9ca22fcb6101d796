import Handlebars from 'handlebars';
import { Document, isScalar, Scalar, visit } from 'yaml';

/** Characters that JSON, YAML or Markdown treat as line breaks or do not show, beyond those that their serializers escape. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Writes a value as JSON, indented by two spaces.
 *
 * @returns text that is valid JSON and valid UTF-8, whatever strings the value contains
 */
function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(INVISIBLE, escapeUnicode);
}

/**
 * Writes a list of documents as YAML.
 *
 * @returns the documents, each begun by `---`
 */
export function toYaml(documents: readonly unknown[]): string {
  return documents.map(document => `---\n${toDocument(document)}`).join('');
}

function toDocument(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && isUnusual(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document.toString({ lineWidth: 0 }).replace(INVISIBLE, escapeUnicode);
}

/** Whether a text needs double quotes for every YAML parser to read it unchanged. */
function isUnusual(value: unknown): boolean {
  return typeof value === 'string' && !/^[\x20-\x7e]*$/.test(value);
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Writes a text as one line of Markdown that shows it literally: nothing in it is markup.
 *
 * Everything but letters, digits and punctuation within a sentence becomes a numeric character reference, which Markdown never
 * treats as markup. Source: CommonMark 0.31.2, section 2.5. Control characters stay as they are, because Markdown parsers do not
 * agree on their references. What no Markdown file can contain (U+0000 and lone surrogates) is shown as U+FFFD.
 */
function toMarkdown(text: string): string {
  const characters = [...text];
  return characters
    .map((character, index) =>
      isInert(character, characters[index - 1], characters[index + 1])
        ? character
        : `&#${character.codePointAt(0)};`,
    )
    .join('');
}

/** Emoji, and control characters that are not white space. */
const INERT =
  // eslint-disable-next-line no-control-regex
  /^[\p{Extended_Pictographic}\x01-\x08\x0b\x0e-\x1f\x7f-\x9f]$/u;

/** Whether a character is no markup between its neighbors. */
function isInert(
  character: string,
  before: string | undefined,
  after: string | undefined,
): boolean {
  switch (character) {
    case ' ':
      return before !== undefined && after !== undefined && before !== ' ';
    case ',':
      return true;
    case '-':
      return isWord(before) && isWord(after);
    case '.':
      return /^\p{L}$/u.test(before ?? '') && (after ?? ' ') === ' ';
    default:
      return isWord(character) || INERT.test(character);
  }
}

function isWord(character: string | undefined): boolean {
  return /^[\p{L}\p{N}\p{M}]$/u.test(character ?? '');
}

/** The helpers for the templates of a skeleton; each writes a value as inert text of one format. */
export const HELPERS: Record<string, Handlebars.HelperDelegate> = {
  json: existing(toJson),
  // The template brings the last line break.
  yaml: existing((documents: unknown[]) => toYaml(documents).trimEnd()),
  markdown: existing(value => toMarkdown(String(value))),
};

/** Refuses missing values: the strict mode of Handlebars does not check the arguments of helpers. */
function existing<T>(write: (value: T) => string): Handlebars.HelperDelegate {
  return (value: T, { loc }: { loc: hbs.AST.SourceLocation }) => {
    if (value === undefined) {
      throw new Error(`line ${loc.start.line}: there is no such value`);
    }
    return write(value);
  };
}
