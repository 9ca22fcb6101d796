import {
  existsSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  exampleDefinition,
  ExampleStack,
  writeExampleRepository,
} from '../testUtils';
import { Synthesizer } from './Synthesizer';

const disk = createMockDirectory();
const repository = disk.resolve('repository');
const synthesizer = new Synthesizer({ directory: disk.resolve('assemblies') });

beforeEach(() => disk.clear());
afterAll(() => synthesizer.close());

const network: ExampleStack = {
  concern: 'network',
  resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  },
};
const monitoring: ExampleStack = {
  concern: 'monitoring',
  resources: {
    Alarms: { Type: 'AWS::SNS::Topic' },
    Reports: { Type: 'AWS::SNS::Topic' },
  },
  after: ['network'],
};

const write = (stacks: ExampleStack[]) =>
  writeExampleRepository(repository, exampleDefinition(), stacks);
const writeApp = (source: string) =>
  disk.addContent({ repository: { 'bin/app.ts': source } });

describe('Synthesizer', () => {
  it('says what a deployment consists of', async () => {
    await write([network, monitoring]);

    const { plan } = await synthesizer.synthesize(repository);

    expect(plan).toEqual({
      stacks: [
        { name: 'shop-dev-network', resources: 1, dependsOn: [] },
        {
          name: 'shop-dev-monitoring',
          resources: 2,
          dependsOn: ['shop-dev-network'],
        },
      ],
      resourceCount: 3,
      resourceTypes: { 'AWS::EC2::VPC': 1, 'AWS::SNS::Topic': 2 },
      prediction: expect.objectContaining({
        path: [
          expect.objectContaining({ type: 'AWS::EC2::VPC' }),
          expect.objectContaining({ type: 'AWS::SNS::Topic' }),
        ],
      }),
      findings: [],
    });
  });

  it('writes the assembly outside of the repository, and nothing into it', async () => {
    await write([network]);

    const { assembly } = await synthesizer.synthesize(repository);

    expect(existsSync(join(assembly, 'manifest.json'))).toBe(true);
    expect(disk.content({ path: 'repository' })).toEqual({
      bin: expect.anything(),
      config: expect.anything(),
    });
  });

  it('synthesizes a repository that changed anew, and one that did not only once', async () => {
    await write([network]);
    const first = await synthesizer.synthesize(repository);
    const again = await synthesizer.synthesize(repository);
    await write([network, monitoring]);
    const changed = await synthesizer.synthesize(repository);

    expect(again).toEqual(first);
    expect(changed.assembly).not.toBe(first.assembly);
    expect(changed.plan.stacks).toHaveLength(2);
  });

  it('does several repositories at once', async () => {
    const folders = ['one', 'two', 'three'].map(name => disk.resolve(name));
    await Promise.all(
      folders.map((folder, index) =>
        writeExampleRepository(
          folder,
          exampleDefinition({ name: `shop${index}` }),
          [network],
        ),
      ),
    );

    const results = await Promise.all(
      folders.map(folder => synthesizer.synthesize(folder)),
    );

    expect(results.map(({ plan }) => plan.stacks[0].name)).toEqual([
      'shop0-dev-network',
      'shop1-dev-network',
      'shop2-dev-network',
    ]);
  });

  it('synthesizes anew what it finds half written', async () => {
    await write([network]);
    const { assembly, plan } = await synthesizer.synthesize(repository);
    writeFileSync(join(assembly, '../plan.json'), '{"sta');

    expect(await synthesizer.synthesize(repository)).toEqual({
      assembly,
      plan,
    });
  });

  it('takes away what nobody needs any more', async () => {
    disk.addContent({ assemblies: { ancient: { 'plan.json': '{}' } } });
    utimesSync(disk.resolve('assemblies/ancient'), 0, 0);
    await write([network]);

    const { assembly } = await synthesizer.synthesize(repository);

    expect(existsSync(disk.resolve('assemblies/ancient'))).toBe(false);
    expect(existsSync(assembly)).toBe(true);
  });

  it('finds what CloudFormation would refuse', async () => {
    await write([
      {
        concern: 'storage',
        resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { Colour: 'red' } },
        },
      },
    ]);

    const { plan } = await synthesizer.synthesize(repository);

    expect(plan.findings).toEqual([
      {
        stack: 'shop-dev-storage',
        resource: 'Bucket',
        path: 'storage/Bucket',
        rule: expect.any(String),
        message: expect.stringContaining('Colour'),
      },
    ]);
  });

  it('finds what the region does not have', async () => {
    const budget = { Type: 'AWS::Budgets::Budget', Properties: {} };
    await writeExampleRepository(
      repository,
      exampleDefinition({ region: 'eu-south-2' }),
      [{ concern: 'cost', resources: { Budget: budget } }],
    );

    const { plan } = await synthesizer.synthesize(repository);

    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        resource: 'Budget',
        message: expect.stringContaining("does not exist in 'eu-south-2'"),
      }),
    );
  });

  it.each([
    [
      'an error of the app',
      'throw new Error(`no folder ${process.cwd()}/agents/helper`);',
      /^The CDK app cannot be synthesized:\nno folder agents\/helper$/,
    ],
    [
      'a syntax error',
      'const = 1;',
      /^The CDK app cannot be synthesized:\nbin\/app\.ts, line 1: Expected identifier/,
    ],
    [
      'a missing file',
      "import './nowhere';",
      /^The CDK app cannot be synthesized:\nbin\/app\.ts, line 1: Could not resolve/,
    ],
  ])(
    'tells %s without the paths of the machine',
    async (_, source, message) => {
      await write([network]);
      writeApp(source);

      await expect(synthesizer.synthesize(repository)).rejects.toThrow(message);
    },
  );

  it('shows the app none of the secrets of the portal', async () => {
    process.env.SECRET_TOKEN = 'hidden';
    await write([network]);
    writeApp('throw new Error(JSON.stringify(process.env));');

    const result = new Synthesizer({ directory: disk.resolve('other') });
    const error = await result.synthesize(repository).catch(e => e);
    result.close();
    delete process.env.SECRET_TOKEN;

    expect(error.message).toContain('NODE_PATH');
    expect(error.message).not.toContain('SECRET_TOKEN');
  });

  it('reports a crash of the app, and goes on with the next repository', async () => {
    await write([network]);
    writeApp("process.kill(process.pid, 'SIGKILL'); while (true);");
    await expect(synthesizer.synthesize(repository)).rejects.toThrow(
      /The process that synthesizes ended \(SIGKILL\)/,
    );

    await write([network]);
    await expect(synthesizer.synthesize(repository)).resolves.toBeTruthy();
  });

  it('ends when it is cancelled, also in the middle, and goes on with the next repository', async () => {
    await write([network]);
    writeApp("require('node:fs').writeFileSync('started', ''); while (true);");
    const cancel = new AbortController();
    const result = synthesizer.synthesize(repository, cancel.signal);
    result.catch(() => {});
    while (!existsSync(join(repository, 'started'))) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    cancel.abort();
    await expect(result).rejects.toThrow(/aborted/);

    disk.clear();
    await write([network]);
    await expect(synthesizer.synthesize(repository)).resolves.toBeTruthy();
  });

  it('synthesizes again when the assembly is gone', async () => {
    await write([network]);
    const { assembly } = await synthesizer.synthesize(repository);
    rmSync(join(assembly, '..'), { recursive: true });

    await synthesizer.synthesize(repository);

    expect(
      JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')),
    ).toHaveProperty('artifacts');
  });
});
