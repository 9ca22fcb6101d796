/** The path of the tab within the page of an entity; the path of the document follows it. */
const TAB = '/documents';

/** The document to show when the address names none. */
const FIRST_DOCUMENT = 'README.md';

/**
 * The document that an address of the tab names.
 *
 * @param pathname - such as `/catalog/default/component/shop-dev/documents/docs/runbooks/index.md`
 * @returns its path in the repository
 */
export function documentAt(pathname: string): string {
  const [, document = ''] = split(pathname);
  return document || FIRST_DOCUMENT;
}

/**
 * The target of a link in a document: links to other documents of the repository lead to the tab, all others stay as they are.
 *
 * @param pathname - the address of the document that contains the link
 * @param href - the link as written
 */
export function linkFrom(pathname: string, href: string): string {
  if (/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(href)) {
    return href;
  }
  const [tab] = split(pathname);
  const { pathname: path, hash } = new URL(
    href,
    `http://portal${tab}/${documentAt(pathname)}`,
  );
  return `${path}${hash}`;
}

function split(pathname: string): [tab: string, document: string] {
  const end = pathname.indexOf(TAB) + TAB.length;
  return [
    pathname.slice(0, end),
    pathname.slice(end).replace(/^\/+|\/+$/g, ''),
  ];
}
