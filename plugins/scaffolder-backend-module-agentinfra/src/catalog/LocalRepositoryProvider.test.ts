import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { EventsServiceSubscribeOptions } from '@backstage/plugin-events-node';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  LocalRepositoryProvider,
  REPOSITORY_CHANGED_TOPIC,
} from './LocalRepositoryProvider';

const disk = createMockDirectory();
const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
const logger = mockServices.logger.mock();

/** Connects a provider to a catalog, and gives what the scheduler and the event bus would call. */
async function connect() {
  const run: {
    all?: () => unknown;
    one?: (id: string, anew?: boolean) => Promise<void>;
  } = {};
  const provider = new LocalRepositoryProvider({
    repositories: new LocalRepositories(disk.path),
    logger,
    events: mockServices.events.mock({
      subscribe: async ({ onEvent }: EventsServiceSubscribeOptions) => {
        run.one = (platformId, anew = false) =>
          onEvent({
            topic: REPOSITORY_CHANGED_TOPIC,
            eventPayload: { platformId, anew },
          });
      },
    }),
    taskRunner: {
      run: async ({ fn }) => {
        run.all = fn as () => unknown;
      },
    },
  });
  await provider.connect(connection);
  return run as Required<typeof run>;
}

/** What git keeps in the repository of a platform that is registered. */
const registered = {
  '.git': { refs: { agentinfra: { registered: `${'0'.repeat(40)}\n` } } },
};

const component = (name: string, kind = 'Component') =>
  `---\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

beforeEach(() => {
  jest.resetAllMocks();
  disk.clear();
});

describe('LocalRepositoryProvider', () => {
  it('brings what the repositories of registered platforms say into the catalog, each under its own location', async () => {
    disk.setContent({
      one: {
        ...registered,
        'catalog-info.yaml': component('one') + component('db', 'Resource'),
      },
      two: { ...registered, 'catalog-info.yaml': component('two') },
      unfinished: { 'catalog-info.yaml': component('unfinished') },
    });

    await (await connect()).all();

    const [{ type, entities }] = connection.applyMutation.mock.calls[0];
    expect(type).toBe('full');
    expect(
      entities.map((deferred: any) => [
        deferred.entity.metadata.name,
        deferred.locationKey,
        deferred.entity.metadata.annotations[
          'backstage.io/managed-by-location'
        ],
      ]),
    ).toEqual([
      ['one', 'agentinfra-repository:one', 'agentinfra-repository:one'],
      ['db', 'agentinfra-repository:one', 'agentinfra-repository:one'],
      ['two', 'agentinfra-repository:two', 'agentinfra-repository:two'],
    ]);
  });

  it('brings in one repository when it is told of a change', async () => {
    disk.setContent({ one: { 'catalog-info.yaml': component('one') } });

    await (await connect()).one('one');

    expect(connection.applyMutation).toHaveBeenCalledWith({
      type: 'delta',
      added: [expect.objectContaining({ locationKey: expect.any(String) })],
      removed: [],
    });
  });

  it('tells of a change when a look at all has ended, which would take away what it does not know', async () => {
    disk.setContent({ one: { 'catalog-info.yaml': component('one') } });
    const told: string[] = [];
    connection.applyMutation.mockImplementation(async ({ type }) => {
      told.push(`${type} begins`);
      // Long enough for the other to overtake it.
      await sleep(type === 'full' ? 100 : 0);
      told.push(`${type} ends`);
    });

    const run = await connect();
    await Promise.all([run.all(), run.one('one')]);

    expect(told).toEqual([
      'full begins',
      'full ends',
      'delta begins',
      'delta ends',
    ]);
  });

  it('looks again when another backend has registered a platform meanwhile', async () => {
    disk.setContent({
      one: { ...registered, 'catalog-info.yaml': component('one') },
    });
    connection.applyMutation.mockImplementationOnce(async () => {
      disk.addContent({
        two: { ...registered, 'catalog-info.yaml': component('two') },
      });
    });

    await (await connect()).all();

    expect(
      connection.applyMutation.mock.calls.map(([{ entities }]) =>
        entities.map(({ entity }: any) => entity.metadata.name),
      ),
    ).toEqual([['one'], ['one', 'two']]);
  });

  it('has the catalog forget a repository first when it is told so', async () => {
    disk.setContent({ one: { 'catalog-info.yaml': component('one') } });

    await (await connect()).one('one', true);

    const entities = [
      expect.objectContaining({ locationKey: 'agentinfra-repository:one' }),
    ];
    expect(
      connection.applyMutation.mock.calls.map(([mutation]) => mutation),
    ).toEqual([
      { type: 'delta', added: [], removed: entities },
      { type: 'delta', added: entities, removed: [] },
    ]);
  });

  it('lets in nobody who would be a person, a group or a template', async () => {
    disk.setContent({
      one: {
        'catalog-info.yaml': ['User', 'Group', 'Template', 'Location']
          .map(kind => component('intruder', kind))
          .join(''),
      },
    });

    await (await connect()).one('one');

    expect(connection.applyMutation.mock.calls[0][0].added).toEqual([]);
  });

  it('goes on with the others when one cannot be read, and says which', async () => {
    disk.setContent({
      broken: { ...registered, 'README.md': 'no catalog file' },
      whole: { ...registered, 'catalog-info.yaml': component('whole') },
    });

    await (await connect()).all();

    expect(connection.applyMutation.mock.calls[0][0].entities).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('The platform broken is not in the catalog'),
      expect.anything(),
    );
  });

  it('reads no file outside of the repositories', async () => {
    disk.setContent({ 'catalog-info.yaml': component('outside') });

    await expect((await connect()).one('..')).rejects.toThrow();
    expect(connection.applyMutation).not.toHaveBeenCalled();
  });
});
