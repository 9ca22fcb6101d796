import { examples } from '../../test/definitions';
import { synthesize } from '../../test/synth';
import { definitionPage } from './definition-page';
import { stacksPage } from './stacks-page';

/**
 * All pages that are made from the code, for the platform of this repository or, where there is none, for an example.
 *
 * @returns their texts, by path
 */
export function allPages(): Record<string, string> {
  const { own, typical } = examples();
  const definition = own ?? typical;
  return {
    'docs/definition.md': definitionPage(),
    'docs/stacks.md': stacksPage(definition, synthesize(definition)),
  };
}
