/** What the path of the tab ends with; the path of the document follows. */
const TAB = '/documents';

/** What the tab shows when the address names no document. */
const FIRST_DOCUMENT = 'README.md';

/**
 * The document that an address of the tab stands for.
 *
 * @param pathname - such as `/catalog/default/component/shop-dev/documents/docs/runbooks/index.md`
 * @returns its path in the repository
 */
export function documentAt(pathname: string): string {
  const [, document = ''] = split(pathname);
  return document || FIRST_DOCUMENT;
}

/**
 * Where a link of a document leads: to the tab for a document of the repository, elsewhere as it is written.
 *
 * @param pathname - the address of the document that the link is in
 * @param href - as it is written there
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
