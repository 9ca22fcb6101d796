import { readFileSync } from 'node:fs';
import {
  Definition,
  platformEntities,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { mockServices } from '@backstage/backend-test-utils';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import git from 'isomorphic-git';
import fs from 'node:fs';
import { createContext, createServices } from '../__testUtils__/actions';
import { createRegisterAction } from './register';

const services = createServices();
const events = mockServices.events.mock();
const definition = exampleDefinition();
const directory = services.repositories.local.directory('shop-dev');

const relationTo = (entity: Entity) => ({
  type: 'relatedTo',
  targetRef: stringifyEntityRef(entity),
});

/** The entities of a platform as the catalog shows them in the end. */
function processed(platform: Definition): Entity[] {
  const [first, ...parts] = platformEntities(platform, { links: [] });
  return [
    { ...first, relations: parts.map(part => relationTo(part)) },
    ...parts.map(part => ({ ...part, relations: [relationTo(first)] })),
  ];
}

afterAll(() => services.close());

beforeEach(async () => {
  jest.clearAllMocks();
  services.disk.clear();
  await writeExampleRepository(services.workspacePath, definition, []);
  await services.repositories.local.publish({
    source: services.workspacePath,
    definition,
    subject: 'Make the platform',
    author: { name: 'Ada', email: 'ada@example.com' },
  });
});

async function register(
  input: JsonObject,
  {
    catalog = catalogServiceMock({ entities: processed(definition) }),
    ...options
  }: {
    catalog?: ReturnType<typeof catalogServiceMock>;
    isDryRun?: boolean;
    signal?: AbortSignal;
  } = {},
) {
  const run = createContext<any, any>({
    input,
    workspacePath: services.workspacePath,
    ...options,
  });
  await createRegisterAction({ ...services, catalog, events }).handler(run.ctx);
  return run;
}

const commits = () => git.log({ fs, dir: directory });

describe('agentinfra:register', () => {
  it('commits the entities of a local repository and tells the catalog', async () => {
    const { outputs } = await register({});

    expect(readFileSync(`${directory}/catalog-info.yaml`, 'utf8')).toContain(
      'type: bedrock-agent-platform',
    );
    expect(await commits()).toHaveLength(2);
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'agentinfra.repository-changed',
      eventPayload: { platformId: 'shop-dev', anew: false },
    });
    expect(outputs.entityRef).toBe('component:default/shop-dev');
    expect(outputs.links.length).toBeGreaterThan(0);
  });

  it('commits once, however often it runs', async () => {
    await register({});
    await register({});

    expect(await commits()).toHaveLength(2);
  });

  it('registers the catalog file of a remote repository, and has it read anew when it is registered', async () => {
    const catalog = catalogServiceMock.mock({
      addLocation: jest.fn(),
      getEntities: async () => ({ items: processed(definition) }),
    });

    const { outputs } = await register(
      { repoContentsUrl: 'https://github.com/acme/shop/blob/main' },
      { catalog },
    );

    const target = 'https://github.com/acme/shop/tree/main/catalog-info.yaml';
    expect(catalog.addLocation).toHaveBeenCalledWith(
      { type: 'url', target, onConflict: 'refresh' },
      expect.anything(),
    );
    expect(outputs.catalogInfoUrl).toBe(target);
    expect(await commits()).toHaveLength(1);
  });

  describe('of a remote repository whose platform has no domain', () => {
    const repoUrl = 'github.com?owner=acme&repo=shop';
    const remote = exampleDefinition({ repoUrl });
    const writeFile = jest.fn();
    const addLocation = jest.fn();

    async function registerRemote() {
      await writeExampleRepository(services.workspacePath, remote, []);
      const run = createContext<any, any>({
        input: {
          repoContentsUrl: 'https://github.com/acme/shop/blob/main',
          endpointUrl: 'http://shop-123.eu-west-1.elb.amazonaws.com',
        },
        workspacePath: services.workspacePath,
      });
      await createRegisterAction({
        ...services,
        sandboxUrl: undefined,
        catalog: catalogServiceMock.mock({
          addLocation,
          getEntities: async () => ({ items: processed(remote) }),
        }),
        events,
        repositories: {
          local: services.repositories.local,
          of: () => ({
            checkFree: jest.fn(),
            checkHolds: jest.fn(),
            publish: jest.fn(),
            writeFile,
          }),
        },
      }).handler(run.ctx);
      return run;
    }

    it('commits the endpoint that the deployment has made', async () => {
      await registerRemote();

      expect(writeFile).toHaveBeenCalledWith(
        expect.objectContaining({
          definition: remote,
          path: 'catalog-info.yaml',
          text: expect.stringContaining(
            'url: http://shop-123.eu-west-1.elb.amazonaws.com',
          ),
        }),
      );
      expect(addLocation).toHaveBeenCalledTimes(1);
    });

    it('registers the platform also when the host refuses the commit, and says so', async () => {
      writeFile.mockRejectedValueOnce(new Error('main is protected'));

      const { lines } = await registerRemote();

      expect(lines).toContain(
        'The link to the endpoint is missing in the catalog: main is protected',
      );
      expect(addLocation).toHaveBeenCalledTimes(1);
    });
  });

  it('names a host that no integration is configured for', async () => {
    await expect(
      register({ repoContentsUrl: 'https://git.example.com/acme/shop' }),
    ).rejects.toThrow(
      /repoContentsUrl: no integration is configured for https:\/\/git\.example\.com/,
    );
  });

  it('touches nothing in a dry run', async () => {
    const { outputs } = await register({}, { isDryRun: true });

    expect(outputs.entityRef).toBe('component:default/shop-dev');
    expect(await commits()).toHaveLength(1);
    expect(events.publish).not.toHaveBeenCalled();
  });

  const [platform, ...parts] = processed(definition);
  const [part, ...others] = parts;
  const unrelated = ({ relations, ...entity }: Entity): Entity => entity;

  it.each([
    ['lists every part', [platform, ...others]],
    ['relates the platform', [unrelated(platform), ...parts]],
    ['relates every part', [platform, unrelated(part), ...others]],
  ])('waits until the catalog %s', async (_, before) => {
    const getEntities = jest
      .fn()
      .mockResolvedValueOnce({ items: before })
      .mockResolvedValue({ items: [platform, ...parts] });

    await register({}, { catalog: catalogServiceMock.mock({ getEntities }) });

    expect(getEntities).toHaveBeenCalledTimes(2);
  });

  it('does not wait for what the platform no longer has', async () => {
    const gone = { ...unrelated(part), metadata: { name: 'shop-dev-gone' } };
    const getEntities = jest.fn(async () => ({
      items: [platform, ...parts, gone],
    }));

    await register({}, { catalog: catalogServiceMock.mock({ getEntities }) });

    expect(getEntities).toHaveBeenCalledTimes(1);
  });

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController();
    const catalog = catalogServiceMock.mock({
      getEntities: jest.fn(async () => {
        cancel.abort();
        return { items: [] };
      }),
    });

    await expect(
      register({}, { catalog, signal: cancel.signal }),
    ).rejects.toThrow(/cancelled/);
    expect(catalog.getEntities).toHaveBeenCalledTimes(1);
  });
});
