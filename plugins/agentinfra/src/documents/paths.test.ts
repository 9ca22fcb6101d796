import { documentAt, linkFrom } from './paths';

const TAB = '/catalog/default/component/shop-dev/documents';

describe('documentAt', () => {
  it.each([
    ['', 'README.md'],
    ['/', 'README.md'],
    ['/docs/runbooks/index.md', 'docs/runbooks/index.md'],
  ])('finds the document of %p', (path, document) => {
    expect(documentAt(`${TAB}${path}`)).toBe(document);
  });
});

describe('linkFrom', () => {
  it.each([
    ['/docs/runbooks/index.md', 'latency.md', '/docs/runbooks/latency.md'],
    ['/docs/runbooks/index.md', '../index.md#top', '/docs/index.md#top'],
    ['', 'docs/index.md', '/docs/index.md'],
  ])('from %p follows %p inside the repository', (from, href, to) => {
    expect(linkFrom(`${TAB}${from}`, href)).toBe(`${TAB}${to}`);
  });

  it.each(['https://aws.amazon.com/', 'mailto:oncall@example.com', '#restore'])(
    'leaves %p as it is',
    href => {
      expect(linkFrom(TAB, href)).toBe(href);
    },
  );
});
