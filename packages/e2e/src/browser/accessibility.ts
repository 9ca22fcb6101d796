import { type AxeResults, source } from 'axe-core';
import type { Page } from 'playwright-core';

/** What a page must be for everybody. Source: W3C, "Web Content Accessibility Guidelines 2.1", levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/**
 * What keeps people from using a page, as far as axe finds it.
 *
 * @returns a line for each rule and element
 */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ runOnly: RULES })})`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${help}): ${target} ${html}`),
  );
}
