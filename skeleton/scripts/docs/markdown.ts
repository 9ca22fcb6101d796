import { format, resolveConfig } from 'prettier';

/** Says that a page is made from the code, for whoever wants to change it. */
export const MADE_FROM_CODE =
  'This page is made from the code by `npm run docs`: change the code, not the page.';

/**
 * A table.
 *
 * @param head - the headings
 * @param rows - the cells, as Markdown
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

/**
 * A page as it is committed.
 *
 * @param blocks - its headings, paragraphs and tables
 */
export function page(blocks: readonly string[]): string {
  return format(blocks.join('\n\n'), {
    ...resolveConfig.sync('docs/index.md'),
    parser: 'markdown',
  });
}
