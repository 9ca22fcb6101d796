import { createMockDirectory } from '@backstage/backend-test-utils';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import MarkdownIt from 'markdown-it';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  defaultTreeAdapter,
  type DefaultTreeAdapterTypes,
  parseFragment,
} from 'parse5';
import { parseAllDocuments } from 'yaml';
import { exampleDefinition } from '../testUtils';
import { renderSkeleton } from './renderSkeleton';

const workspace = createMockDirectory();
const SKELETON = resolve(__dirname, '../../../../skeleton');

/** A skeleton with one of everything that rendering knows. */
const smallSkeleton = {
  'README.md.hbs':
    '# {{markdown platformId}}\n\n{{markdown definition.description}}\n',
  'catalog-info.yaml.hbs': '{{{yaml entities}}}',
  config: { 'platform.json.hbs': '{{{json definition}}}\n' },
  '.github': { 'deploy.yml': 'run: echo ${{ secrets.TOKEN }} {{definition}}' },
  starters: {
    http: { 'main.ts': 'export {};', test: { 'main.test.ts': 'test' } },
    mcp: { 'main.ts': 'export {};' },
    a2a: { 'main.ts': 'export {};' },
  },
  node_modules: { left: { 'package.json': '{}' } },
  'cdk.out': { 'manifest.json': '{}' },
};

beforeEach(() => workspace.clear());

async function render(
  definition: Definition,
  skeleton: string = workspace.resolve('skeleton'),
): Promise<string> {
  const target = workspace.resolve('target');
  await renderSkeleton({
    skeleton,
    target,
    definition,
    entities: { links: [] },
  });
  return target;
}

describe('renderSkeleton', () => {
  it('fills what ends in .hbs and copies all else byte for byte', async () => {
    workspace.setContent({ skeleton: smallSkeleton });

    const target = await render(exampleDefinition());

    expect(
      JSON.parse(readFileSync(join(target, 'config/platform.json'), 'utf8')),
    ).toEqual(exampleDefinition());
    expect(readFileSync(join(target, '.github/deploy.yml'), 'utf8')).toBe(
      smallSkeleton['.github']['deploy.yml'],
    );
    expect(readdirSync(target).sort()).toEqual([
      '.github',
      'README.md',
      'agents',
      'catalog-info.yaml',
      'config',
      'starters',
    ]);
  });

  it('gives each agent a copy of the starter of its protocol', async () => {
    workspace.setContent({ skeleton: smallSkeleton });

    const target = await render(
      exampleDefinition({
        agents: [
          { name: 'one', modelId: 'm', protocol: 'HTTP' },
          { name: 'two', modelId: 'm', protocol: 'MCP' },
        ],
      }),
    );

    expect(readdirSync(join(target, 'agents')).sort()).toEqual(['one', 'two']);
    expect(
      readFileSync(join(target, 'agents/one/test/main.test.ts'), 'utf8'),
    ).toBe('test');
  });

  it('says which starter is missing', async () => {
    workspace.setContent({
      skeleton: { starters: { mcp: { 'main.ts': 'export {};' } } },
    });

    await expect(render(exampleDefinition())).rejects.toThrow(
      /no starter for the protocol HTTP of the agent assistant/,
    );
  });

  it('refuses a symbolic link, whatever it leads to', async () => {
    workspace.setContent({
      secret: 'not for everybody',
      skeleton: {
        ...smallSkeleton,
        'link.txt': ({ symlink }: { symlink(target: string): void }) =>
          symlink('../secret'),
      },
    });

    await expect(render(exampleDefinition())).rejects.toThrow(
      /link\.txt, which is a symbolic link/,
    );
  });

  it('refuses a template that writes a value without a helper', async () => {
    workspace.setContent({
      skeleton: {
        ...smallSkeleton,
        'app.ts.hbs': "const name = '{{definition.description}}';",
      },
    });

    await expect(render(exampleDefinition())).rejects.toThrow(
      /app\.ts\.hbs.*line 1.*\{\{definition\.description\}\} must be written by a helper/,
    );
  });

  it('refuses a template that names a value that does not exist', async () => {
    workspace.setContent({
      skeleton: {
        ...smallSkeleton,
        'a.md.hbs': '{{markdown definition.nmae}}',
      },
    });

    await expect(render(exampleDefinition())).rejects.toThrow(
      /a\.md\.hbs.*line 1: there is no such value/,
    );
  });

  it('ends when it is cancelled', async () => {
    workspace.setContent({ skeleton: smallSkeleton });

    await expect(
      renderSkeleton({
        skeleton: workspace.resolve('skeleton'),
        target: workspace.resolve('target'),
        definition: exampleDefinition(),
        entities: { links: [] },
        signal: AbortSignal.abort(),
      }),
    ).rejects.toThrow(/aborted/);
  });
});

describe('a hostile value', () => {
  const hostile: [string, string][] = [
    ['quotes', `"double" 'single' \`backtick\` \\backslash\\`],
    [
      'braces',
      '{{definition.account}} {{{yaml entities}}} ${{ secrets.X }} {%',
    ],
    ['interpolation', '${process.env.HOME} $(rm -rf /) `id` #{x}'],
    ['line breaks', 'first\nsecond\r\nthird\u2028fourth\u2029fifth\u0085sixth'],
    ['paths', '../../../etc/passwd ..\\..\\x file:///etc/passwd'],
    [
      'HTML',
      '<script>alert(1)</script><img src=x onerror=alert(1)> &amp; &lt;',
    ],
    [
      'Markdown',
      '# no *heading* [link](javascript:alert(1)) ![i](x) | cell | ~~s~~',
    ],
    ['autolinks', 'www.example.com http://example.com/ a@example.com <a@b.co>'],
    ['YAML', '- a: &x !!js/function "no"\n---\n*x\n? : # [}'],
    ['YAML words', 'yes'],
    ['a number', '0123e4'],
    ['list items', '1. one\n2) two\n- three\n+ four\n    code\n\tcode'],
    [
      'control characters',
      'bell\u0007 escape\u001b[31m delete\u007f vertical\u000b end',
    ],
    [
      'emoji',
      '\u{1f600}\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{1f1ea}\u{1f1fa} \u2764\ufe0f',
    ],
    ['lone surrogates', 'high \ud800 low \udc00 end'],
    ['spaces', '  two  before and after  '],
    [
      'other scripts',
      '\u5e73\u53f0 \u0645\u0646\u0635\u0629 \ufeffbom e\u0301',
    ],
    ['setext headings', 'text\n===\ntext\n---'],
  ];

  const definitionWith = (text: string) =>
    exampleDefinition({
      description: text,
      agents: [{ name: 'assistant', modelId: 'm', description: text }],
    });

  it.each(hostile)(
    '(%s) is the same text in the definition',
    async (_, text) => {
      const target = await render(definitionWith(text), SKELETON);
      const file = readFileSync(join(target, 'config/platform.json'), 'utf8');

      expect(JSON.parse(file)).toEqual(definitionWith(text));
    },
  );

  it.each(hostile)('(%s) is the same text in the entities', async (_, text) => {
    const target = await render(definitionWith(text), SKELETON);
    const file = readFileSync(join(target, 'catalog-info.yaml'), 'utf8');
    const entities = parseAllDocuments(file).map(document => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    });

    expect(entities[0].metadata.description).toBe(text);
    expect(
      entities.find(({ spec }) => spec.type === 'bedrock-agent').metadata
        .description,
    ).toBe(text);
  });

  it.each(hostile)('(%s) is the same text in the README', async (_, text) => {
    const harmless = await readmeOf('harmless');
    const readme = await readmeOf(text);

    // HTML itself has neither lone surrogates nor carriage returns.
    const shown = Buffer.from(text).toString().replace(/\r\n?/g, '\n');
    expect(readme.paragraph).toBe(shown);
    expect(readme.cell).toBe(shown);
    expect(readme.elements).toEqual(harmless.elements);
  });

  /** What a reader of the README sees: its first paragraph, the description of the agent, and the elements that it consists of. */
  async function readmeOf(text: string) {
    const target = await render(definitionWith(text), SKELETON);
    const source = readFileSync(join(target, 'README.md'), 'utf8');
    const html = new MarkdownIt({ html: true, linkify: true }).render(source);
    const elements = elementsOf(parseFragment(html));
    const rows = elements.filter(({ tagName }) => tagName === 'tr');
    const agent = rows.find(row => textOf(row).includes('assistant'))!;
    return {
      paragraph: textOf(elements.find(({ tagName }) => tagName === 'p')!),
      cell: textOf(elementsOf(agent).at(-1)!),
      elements: elements.map(({ tagName }) => tagName),
    };
  }

  type Parent = DefaultTreeAdapterTypes.ParentNode;
  type Element = DefaultTreeAdapterTypes.Element;

  function elementsOf(parent: Parent): Element[] {
    return parent.childNodes
      .filter(defaultTreeAdapter.isElementNode)
      .flatMap(element => [element, ...elementsOf(element)]);
  }

  function textOf(parent: Parent): string {
    return parent.childNodes
      .map(node => {
        if (defaultTreeAdapter.isTextNode(node)) {
          return node.value;
        }
        return defaultTreeAdapter.isElementNode(node) ? textOf(node) : '';
      })
      .join('');
  }
});
