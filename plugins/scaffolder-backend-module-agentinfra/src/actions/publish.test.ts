import { existsSync, readFileSync } from 'node:fs';
import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { createContext, createServices } from '../__testUtils__/actions';
import { createPublishAction } from './publish';

const services = createServices();
const action = createPublishAction(services);
const directory = services.disk.resolve('repositories/shop-dev');

afterAll(() => services.close());

beforeEach(() => services.disk.clear());

async function publish(isDryRun = false) {
  const run = createContext<any, any>({
    input: {},
    workspacePath: services.workspacePath,
    isDryRun,
  });
  await action.handler(run.ctx);
  return run.outputs;
}

const write = () =>
  writeExampleRepository(services.workspacePath, exampleDefinition(), []);

describe('agentinfra:publish', () => {
  it('publishes the repository once, however often it runs', async () => {
    await write();

    const first = await publish();
    const second = await publish();

    expect(first).toMatchObject({
      platformId: 'shop-dev',
      directory,
      changed: true,
    });
    expect(second).toEqual({ ...first, changed: false });
    expect(
      JSON.parse(readFileSync(`${directory}/config/platform.json`, 'utf8')),
    ).toEqual(exampleDefinition());
  });

  it('touches nothing in a dry run, and says where it would publish', async () => {
    await write();

    expect(await publish(true)).toEqual({
      platformId: 'shop-dev',
      directory,
      changed: false,
    });
    expect(existsSync(directory)).toBe(false);
  });

  it.each([true, false])(
    'refuses a repository of another platform (dry run: %s)',
    async isDryRun => {
      await write();
      await services.publishElsewhere(
        exampleDefinition({ owner: 'group:default/others' }),
      );

      await expect(publish(isDryRun)).rejects.toThrow(
        /name: the repository shop-dev, .* holds the platform shop-dev of group:default\/others in account 123456789012, region eu-west-1/,
      );
    },
  );
});
