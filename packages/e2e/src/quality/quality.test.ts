import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Synthesizer } from '@agentinfra/backstage-plugin-agentinfra-node';
import prettier from 'prettier';
import { ROOT } from '../support/places';
import type { Finding } from './finding';
import { isTemplate, Linters } from './linters';
import { acknowledgedCounts, qualityPage, type ExampleFindings } from './page';
import {
  examplePlatforms,
  EXAMPLES,
  generatedPlatforms,
  Repository,
} from './platforms';
import { securityFindings } from './securityRules';

/** Whether generated platforms are checked as thoroughly as the examples: that takes an hour. */
const LONG = process.env.AGENTINFRA_LONG !== undefined;
/** The folder of the linters; without Python there are none. */
const LINTERS = process.env.AGENTINFRA_LINTERS;
const WRITE = process.env.AGENTINFRA_WRITE_QUALITY !== undefined;
const PAGE = path.join(ROOT, 'docs/quality.md');

const generated = generatedPlatforms();
/**
 * The platforms whose repositories are run by themselves; the others are synthesized in the process that the portal has for
 * that, and the tests of the skeleton hold for them.
 */
const thorough = LONG
  ? [...EXAMPLES, ...generated.map(({ name }) => name)]
  : EXAMPLES;
const repositories = new Map<string, Repository>();
/** What was found so far, by platform. */
const found: Record<string, Finding[]> = {};
let work: string;

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'agentinfra-quality-'));
  const platforms = [...(await examplePlatforms()), ...generated];
  for (const [index, platform] of platforms.entries()) {
    const folder = path.join(work, `repository-${index}`);
    repositories.set(
      platform.name,
      await Repository.render(platform.definition, folder),
    );
  }
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe.each(thorough)('The repository of a platform: %s', name => {
  let repository: Repository;

  beforeAll(async () => {
    repository = repositories.get(name)!;
    if (LONG) {
      await repository.install();
    }
  });

  it('synthesizes with the stock CDK CLI, without a warning', async () => {
    const synthesis = await repository.cdk('synth', '--quiet', '--strict');
    expect(synthesis).toMatchObject({ code: 0 });
    expect(synthesis.output).not.toMatch(/warn/i);
    expect(await repository.validationReport()).toMatchObject({
      pluginReports: [],
    });
  });

  it('passes its tests', async () => {
    expect(await repository.script('test')).toMatchObject({ code: 0 });
  });

  it('has an answer to each finding of cdk-nag', async () => {
    found[name] = await securityFindings(repository);
    expect(openOf(found[name])).toEqual([]);
  });
});

(LONG ? describe.skip : describe)('Generated platforms', () => {
  const synthesizer = new Synthesizer();
  afterAll(() => synthesizer.close());

  it.each(generated)(
    'conform to the schemas of CloudFormation: $name',
    async ({ name }) => {
      const repository = repositories.get(name)!;
      expect(await repository.synthesizeBy(synthesizer)).toMatchObject({
        findings: [],
      });
    },
  );
});

(LINTERS ? describe : describe.skip)('The linters', () => {
  let linters: Linters;

  beforeAll(async () => {
    const elsewhere = path.join(work, 'elsewhere');
    await mkdir(elsewhere);
    linters = new Linters(LINTERS!, elsewhere);
  });

  it.each(EXAMPLES)('find nothing that is not acknowledged: %s', async name => {
    const templates = await copyTemplates([name], name);
    const [open, answered, checkov] = await Promise.all([
      linters.cfnLint(templates),
      linters.answeredByCfnLint(templates, `${templates}-unanswered`),
      linters.checkov(templates),
    ]);
    found[name].push(...answered, ...checkov);
    expect(openOf([...open, ...found[name]])).toEqual([]);
  });

  it('find nothing that is not acknowledged in generated platforms', async () => {
    const templates = await copyTemplates(
      generated.map(({ name }) => name).filter(isLinted),
      'generated',
    );
    const findings = await Promise.all([
      linters.cfnLint(templates),
      linters.checkov(templates),
    ]);
    expect(openOf(findings.flat())).toEqual([]);
  });

  it('find what docs/quality.md says', async () => {
    const page = prettier.format(qualityPage(found as ExampleFindings), {
      parser: 'markdown',
    });
    const written = await readFile(PAGE, 'utf8').catch(() => '');
    expect(
      risen(acknowledgedCounts(written), acknowledgedCounts(page)),
    ).toEqual([]);
    if (WRITE) {
      await writeFile(PAGE, page);
    } else if (page !== written) {
      throw new Error(
        'docs/quality.md says something else: run npm run quality -- --write and commit the page.',
      );
    }
  });
});

/** What nobody acknowledged, for people. */
function openOf(findings: Finding[]): string[] {
  return findings
    .filter(({ reason }) => !reason)
    .map(({ tool, rule, place }) => `${tool}: ${rule} ${place}`);
}

/** Where a page says more than the one before, for people; the first page may say anything. */
function risen(
  before: Record<string, number>,
  after: Record<string, number>,
): string[] {
  return Object.entries(after)
    .filter(([what, count]) => count > (before[what] ?? Infinity))
    .map(
      ([what, count]) =>
        `${what}: ${count} findings are acknowledged, docs/quality.md says ${before[what]}. Mend what is new.`,
    );
}

/** Linters take a quarter of a second for a template: of generated platforms each third will do. */
function isLinted(_: unknown, index: number): boolean {
  return LONG || index % 3 === 0;
}

/** Copies the templates of platforms into one folder, each text once: platforms have many in common. */
async function copyTemplates(
  platforms: readonly string[],
  folderName: string,
): Promise<string> {
  const folder = path.join(work, folderName);
  await mkdir(folder);
  const texts = new Set<string>();
  for (const [index, platform] of platforms.entries()) {
    const { assembly } = repositories.get(platform)!;
    for (const file of (await readdir(assembly)).filter(isTemplate)) {
      const text = await readFile(path.join(assembly, file), 'utf8');
      if (!texts.has(text)) {
        texts.add(text);
        const copy = index > 0 ? `${index}-${file}` : file;
        await copyFile(path.join(assembly, file), path.join(folder, copy));
      }
    }
  }
  return folder;
}
