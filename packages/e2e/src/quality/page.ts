import { EXAMPLES } from './platforms';
import { TOOLS, type Finding } from './finding';

/** What was found in the platforms of the example forms. */
export type ExampleFindings = Record<(typeof EXAMPLES)[number], Finding[]>;

const INTRODUCTION = `# Quality

What the tools find in the templates of the [example forms](../examples/forms), with the tools' own defaults. A finding is mended in the skeleton, or
acknowledged where it stands, with the reason: what nobody acknowledged is none. The number of acknowledged findings may only
fall, but for those of resources that a platform comes to need: then this page is removed and written anew, in a commit that says why.

\`npm run quality\` checks this page and everything that it says; \`npm run quality -- --write\` writes it anew when fewer findings are acknowledged.
It also checks generated platforms, in which each choice of each option of the form meets each choice of each other one. The versions of the linters
are in [\`skeleton/.github/linters\`](../skeleton/.github/linters), that of cdk-nag is in [\`skeleton/package.json\`](../skeleton/package.json); every rendered
repository runs the same in its own workflow.`;

/**
 * The page with the findings of the example platforms, in Markdown.
 *
 * @param found - what was found
 */
export function qualityPage(found: ExampleFindings): string {
  return [
    INTRODUCTION,
    '## Findings',
    table(
      ['tool', 'open', ...EXAMPLES.map(name => `acknowledged, ${name}`)],
      TOOLS.map(tool => [
        tool,
        String(
          EXAMPLES.flatMap(name => found[name]).filter(
            finding => finding.tool === tool && !finding.reason,
          ).length,
        ),
        ...countIn(found, finding => finding.tool === tool),
      ]),
    ),
    '## What is acknowledged',
    table(['rule', ...EXAMPLES, 'reason'], acknowledgedRows(found)),
    '',
  ].join('\n\n');
}

/**
 * The numbers of acknowledged findings that a page says.
 *
 * @param page - in Markdown
 * @returns numbers by tool and example, such as `checkov, typical`
 */
export function acknowledgedCounts(page: string): Record<string, number> {
  return Object.fromEntries(
    page
      .split('\n')
      .map(line => line.split('|').map(cell => cell.trim()))
      .filter(([, tool]) => TOOLS.some(known => known === tool))
      .flatMap(([, tool, , ...counts]) =>
        EXAMPLES.map((name, index) => [
          `${tool}, ${name}`,
          Number(counts[index]),
        ]),
      ),
  );
}

function acknowledgedRows(found: ExampleFindings): string[][] {
  const all = EXAMPLES.flatMap(name => found[name]);
  return TOOLS.flatMap(tool => {
    const kinds = all
      .filter(finding => finding.tool === tool && finding.reason)
      .map(({ rule, reason }) => JSON.stringify([rule, reason]));
    return [...new Set(kinds)].sort().map(kind => {
      const [rule, reason] = JSON.parse(kind);
      return [
        `\`${rule}\``,
        ...countIn(
          found,
          finding =>
            finding.tool === tool &&
            finding.rule === rule &&
            finding.reason === reason,
        ),
        reason,
      ];
    });
  });
}

/** How many acknowledged findings of a kind each example has. */
function countIn(
  found: ExampleFindings,
  isOfKind: (finding: Finding) => boolean,
): string[] {
  return EXAMPLES.map(name =>
    String(
      found[name].filter(finding => finding.reason && isOfKind(finding)).length,
    ),
  );
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}
