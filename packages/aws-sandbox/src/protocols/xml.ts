import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressEmptyNode: false,
});

/** A value that can be written as XML: objects become elements, lists repeat their element, `undefined` is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | XmlValue[]
  | { [name: string]: XmlValue };

/** Writes a document. Keys that begin with `@` are attributes. */
export function toXml(root: { [name: string]: XmlValue }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(
    clean(root),
  )}`;
}

/** The control characters that XML cannot represent. */
// eslint-disable-next-line no-control-regex
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function clean(value: XmlValue): XmlValue {
  if (typeof value === 'string') {
    return value.replace(NOT_IN_XML, '\ufffd');
  }
  if (Array.isArray(value)) {
    return value.map(clean);
  }
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, nested]) => nested !== undefined)
        .map(([name, nested]) => [name, clean(nested)]),
    );
  }
  return value;
}
