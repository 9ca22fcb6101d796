import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Definition, platformId } from '../../lib/definition';
import { Synthesized } from '../../test/synth';
import { MADE_FROM_CODE, page, table } from './markdown';

/** A stack, as the page shows it. */
interface StackFacts {
  readonly concern: string;
  readonly purpose: string;
  readonly resources: number;
  /** The stacks that it waits for, without those that they wait for themselves. */
  readonly waitsFor: readonly string[];
}

/**
 * The page of the stacks of a platform: a diagram and a table, from its synthesized templates.
 *
 * @param definition - the definition of the platform
 * @param synthesized - its app and templates
 */
export function stacksPage(
  definition: Definition,
  { app, templates }: Synthesized,
): string {
  const stacks = app.node
    .findAll()
    .filter((child): child is Stack => child instanceof Stack)
    .map(stack => stackFacts(stack, templates[stack.node.id]))
    .sort(byName);
  return page([
    '# Stacks',
    MADE_FROM_CODE,
    `The stacks of the platform \`${platformId(
      definition,
    )}\`. An arrow leads from a stack to one that waits for it; stacks without a path between them are deployed at the same time. The figures are resources.`,
    ['```mermaid', ...diagram(stacks), '```'].join('\n'),
    table(
      ['stack', 'what it holds', 'resources', 'waits for'],
      stacks.map(({ concern, purpose, resources, waitsFor }) => [
        `\`${concern}\``,
        purpose,
        String(resources),
        waitsFor.map(name => `\`${name}\``).join(', '),
      ]),
    ),
  ]);
}

/**
 * The platform that a page shows.
 *
 * @param text - the page
 * @returns its id, such as `shop-prod`
 */
export function platformOnPage(text: string): string | undefined {
  return /The stacks of the platform `([^`]+)`/.exec(text)?.[1];
}

function stackFacts(stack: Stack, template: Template): StackFacts {
  const direct = stack.dependencies;
  const waitsFor = direct.filter(
    each => !direct.some(other => other !== each && reaches(other, each)),
  );
  return {
    concern: stack.node.id,
    purpose: (stack.templateOptions.description ?? '').replace(
      / of the agent platform .*/,
      '',
    ),
    resources: Object.keys(template.toJSON().Resources ?? {}).length,
    waitsFor: waitsFor.map(({ node }) => node.id).sort(),
  };
}

/** Whether a stack waits for another one, directly or through others. */
function reaches(from: Stack, to: Stack): boolean {
  return from.dependencies.some(each => each === to || reaches(each, to));
}

function diagram(stacks: readonly StackFacts[]): string[] {
  return [
    'flowchart LR',
    ...stacks.map(
      ({ concern, resources }) => `  ${concern}["${concern}<br/>${resources}"]`,
    ),
    ...stacks.flatMap(({ concern, waitsFor }) =>
      waitsFor.map(name => `  ${name} --> ${concern}`),
    ),
  ];
}

function byName(one: StackFacts, other: StackFacts): number {
  return one.concern < other.concern ? -1 : 1;
}
