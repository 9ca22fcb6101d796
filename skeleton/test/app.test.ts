import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TYPICAL } from './definitions';

/** A repository of its own, as it is rendered. */
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'repository-')));
  ['agent-kit', 'bin', 'console', 'lib', 'node_modules', 'scripts'].forEach(
    folder => symlinkSync(join(process.cwd(), folder), join(root, folder)),
  );
  writeJson('config/platform.json', TYPICAL);
  TYPICAL.agents.forEach(({ name, protocol = 'HTTP' }) =>
    cpSync(
      join('starters', protocol.toLowerCase()),
      join(root, 'agents', name),
      {
        recursive: true,
      },
    ),
  );
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('The app', () => {
  it('R34: deploys nothing but an agent when nothing but that agent changed', () => {
    const before = templates();
    writeFileSync(
      join(root, 'agents/orders/main.ts'),
      'console.log("Another agent");',
    );
    const after = templates();
    const changed = Object.keys(before).filter(
      file => before[file] !== after[file],
    );
    expect(changed).toEqual(['agents.template.json']);
    expect(changedResources(before, after, 'agents.template.json')).toEqual([
      expect.stringMatching(/^AgentOrdersRole.*Policy/),
      expect.stringMatching(/^AgentOrdersRuntime/),
    ]);
    // What the platform costs is written down beside the templates.
    expect(readJson('cdk.out/cost-estimate.json')).toMatchObject({
      monthlyUsd: expect.any(Number),
      leftOut: expect.any(Array),
    });
  });

  it('R41: says how to begin when an agent has no code', () => {
    rmSync(join(root, 'agents/orders'), { recursive: true });
    expect(() => synth()).toThrow('cp -r starters/mcp agents/orders');
  });

  it('R41: names each field of the definition that is wrong', () => {
    writeJson('config/platform.json', { ...TYPICAL, region: 'mars-north-1' });
    expect(() => synth()).toThrow('- region is not valid');
  });
});

/** Synthesizes the repository as the CDK's CLI does it. */
function synth(): void {
  execFileSync(process.execPath, ['scripts/synth.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: 'cdk.out',
      // Whether templates conform to the schemas of CloudFormation is a test of its own.
      CDK_VALIDATION: 'false',
    },
    stdio: 'pipe',
  });
}

/** The templates of the repository, by file. */
function templates(): Record<string, string> {
  rmSync(join(root, 'cdk.out'), { recursive: true, force: true });
  synth();
  return Object.fromEntries(
    readdirSync(join(root, 'cdk.out'))
      .filter(file => file.endsWith('.template.json'))
      .map(file => [file, readFileSync(join(root, 'cdk.out', file), 'utf8')]),
  );
}

function changedResources(
  before: Record<string, string>,
  after: Record<string, string>,
  file: string,
): string[] {
  const [old, now] = [before, after].map(
    found => JSON.parse(found[file]).Resources as Record<string, unknown>,
  );
  return Object.keys(now)
    .filter(id => JSON.stringify(old[id]) !== JSON.stringify(now[id]))
    .sort();
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(value));
}
