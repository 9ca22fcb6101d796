import { existsSync, readFileSync } from 'node:fs';
import {
  exampleDefinition,
  SandboxProcess,
  startSandboxProcess,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import {
  createContext,
  createServices,
  EXAMPLE_INPUT,
  GROUP,
} from '../__testUtils__/actions';
import { createRenderAction } from './render';

let sandbox: SandboxProcess;
let services: ReturnType<typeof createServices>;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  services = createServices(sandbox.url);
});
beforeEach(() => services.disk.clear());
afterAll(async () => {
  await services.close();
  await sandbox.stop();
});

async function render(
  changes: JsonObject = {},
  {
    entities = [],
    ...options
  }: {
    entities?: Entity[];
    isDryRun?: boolean;
    signal?: AbortSignal;
    skeleton?: string;
  } = {},
) {
  const { skeleton, ...rest } = options;
  const action = createRenderAction({
    ...services,
    catalog: catalogServiceMock({ entities: [GROUP, ...entities] }),
    reader: mockServices.urlReader.mock(),
  });
  const run = createContext<any, any>({
    input: {
      definition: { ...EXAMPLE_INPUT, ...changes },
      ...(skeleton ? { skeleton } : {}),
    },
    workspacePath: services.workspacePath,
    ...rest,
  });
  await action.handler(run.ctx);
  return run;
}

const rendered = (path: string) =>
  readFileSync(services.disk.resolve('workspace', path), 'utf8');

describe('agentinfra:render', () => {
  it('renders the skeleton beside the template into the workspace', async () => {
    const { outputs } = await render({ owner: 'agents-team' });

    expect(JSON.parse(rendered('config/platform.json'))).toEqual(
      exampleDefinition(),
    );
    expect(rendered('agents/assistant/main.ts')).not.toBe('');
    expect(outputs).toMatchObject({
      definition: exampleDefinition(),
      platformId: 'shop-dev',
      entityRef: 'component:default/shop-dev',
      owner: 'group:default/agents-team',
      account: '123456789012',
      region: 'eu-west-1',
      environment: 'dev',
    });
    expect(outputs).not.toHaveProperty('repoUrl');
  });

  it('takes what a form leaves empty for left out', async () => {
    const { outputs } = await render({ repoUrl: '', services: null });

    expect(outputs.definition).toEqual(exampleDefinition());
  });

  it('links the files of a remote repository', async () => {
    const { outputs } = await render(
      { repoUrl: 'github.com?owner=acme&repo=shop' },
      { isDryRun: true },
    );

    const catalogInfo = rendered('catalog-info.yaml');
    expect(catalogInfo).toContain(
      'https://github.com/acme/shop/blob/main/docs/',
    );
    expect(catalogInfo).toContain(
      'backstage.io/source-location: url:https://github.com/acme/shop/tree/main/',
    );
    expect(outputs).toMatchObject({
      newRepository: 'github',
      commitMessage: expect.stringMatching(
        /\nAgentInfra-Platform: shop-dev\n$/,
      ),
    });
  });

  it.each([
    ['a field', { account: '12' }, /account must be an AWS account id/],
    ['an unknown field', { colour: 'red' }, /unknown fields: "colour"/],
    ['a public network', { network: { cidr: '8.8.0.0/16' } }, /network\.cidr/],
    [
      'agents of one name',
      {
        agents: [
          { name: 'twin', modelId: 'm' },
          { name: 'twin', modelId: 'm' },
        ],
      },
      /agents\[1\]\.name must be unique/,
    ],
    ['the region', { region: 'eu-nowhere-1' }, /region/],
    [
      'the host of the repository',
      { repoUrl: 'git.example.com?owner=acme&repo=shop' },
      /git\.example\.com/,
    ],
    [
      'the owner',
      { owner: 'group:default/nobody' },
      /owner: there is no group:default\/nobody/,
    ],
  ])(
    'names %s that cannot be used, and renders nothing',
    async (_, changes, message) => {
      const result = render(changes);

      await expect(result).rejects.toThrow(message);
      await expect(result).rejects.toMatchObject({ name: 'InputError' });
      expect(existsSync(services.workspacePath)).toBe(false);
    },
  );

  const taken: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { namespace: 'default', name: 'shop-dev' },
    spec: { type: 'website', owner: 'group:default/others' },
  };

  const own: Entity = {
    ...taken,
    metadata: {
      ...taken.metadata,
      annotations: {
        'agentinfra.io/platform': 'shop-dev',
        'aws.amazon.com/account-id': '123456789012',
        'aws.amazon.com/region': 'eu-west-1',
      },
    },
    spec: { ...taken.spec, owner: 'agents-team' },
  };

  it.each([
    ['account', 'aws.amazon.com/account-id', '210987654321'],
    ['region', 'aws.amazon.com/region', 'us-east-1'],
  ])(
    'refuses the name of a platform in another %s',
    async (_, annotation, value) => {
      const annotations = { ...own.metadata.annotations, [annotation]: value };
      const elsewhere = { ...own, metadata: { ...own.metadata, annotations } };

      await expect(render({}, { entities: [elsewhere] })).rejects.toThrow(
        new RegExp(`name: shop-dev is taken.* runs in .*${value}`),
      );
    },
  );

  it('refuses a name that an entity of somebody else has', async () => {
    await expect(render({}, { entities: [taken] })).rejects.toThrow(
      /name: shop-dev is taken: the catalog has component:default\/shop-dev, which belongs to group:default\/others\. Choose another name/,
    );
  });

  it('takes the entity of the same platform for its own', async () => {
    await expect(render({}, { entities: [own] })).resolves.toBeTruthy();
  });

  it('keeps a platform in its repository', async () => {
    await expect(
      render(
        { repoUrl: 'github.com?owner=acme&repo=shop' },
        { entities: [own], isDryRun: true },
      ),
    ).rejects.toThrow(
      /repoUrl: shop-dev has its repository already: a local one/,
    );
  });

  it('refuses a name that a local repository of somebody else has', async () => {
    await services.publishElsewhere(
      exampleDefinition({ owner: 'group:default/others' }),
    );

    await expect(render()).rejects.toThrow(
      /name: the repository shop-dev, .* holds the platform/,
    );
  });

  it('refuses a name that a stack of somebody else has', async () => {
    const others = exampleDefinition({
      name: 'taken',
      owner: 'group:default/others',
    });
    const repository = services.disk.resolve('others');
    await writeExampleRepository(repository, others, [
      {
        concern: 'network',
        resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      },
    ]);
    await services.deployer.deploy({
      definition: others,
      synthesis: await services.synthesizer.synthesize(repository),
    });

    await expect(render({ name: 'taken' })).rejects.toThrow(
      /The stack taken-dev-network in 123456789012, eu-west-1 exists and belongs to group:default\/others/,
    );
  });

  it('does without AWS in a dry run, and says clearly when AWS cannot be asked in a real one', async () => {
    const running = services;
    services = createServices();
    try {
      await expect(render({}, { isDryRun: true })).resolves.toBeTruthy();
      expect(rendered('README.md')).toContain('shop-dev');
      await expect(render()).rejects.toThrow(
        /The AWS sandbox at .* does not answer/,
      );
    } finally {
      await services.close();
      services = running;
    }
  });

  it('takes no skeleton from outside of the repository of the template', async () => {
    await expect(render({}, { skeleton: '../../../../etc' })).rejects.toThrow(
      /lies outside of the repository of the template/,
    );
  });

  it('ends when it is cancelled', async () => {
    await expect(render({}, { signal: AbortSignal.abort() })).rejects.toThrow(
      /cancelled/,
    );
  });
});
