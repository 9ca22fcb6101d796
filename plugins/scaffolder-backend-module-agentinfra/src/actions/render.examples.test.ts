import { existsSync } from 'node:fs';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import yaml from 'yaml';
import { createContext, createServices, GROUP } from '../__testUtils__/actions';
import { createRenderAction } from './render';
import { examples } from './render.examples';

const services = createServices();
const action = createRenderAction({
  ...services,
  catalog: catalogServiceMock({ entities: [GROUP] }),
  reader: mockServices.urlReader.mock(),
});

afterAll(() => services.close());

describe('the examples of agentinfra:render', () => {
  it.each(examples.map(({ description, example }) => [description, example]))(
    '%s',
    async (_, example) => {
      services.disk.clear();
      const { input } = yaml.parse(example).steps[0];
      const { ctx, outputs } = createContext<any, any>({
        input,
        workspacePath: services.workspacePath,
        isDryRun: true,
      });

      await action.handler(ctx);

      const definition = `workspace/${input.path ?? '.'}/config/platform.json`;
      expect(existsSync(services.disk.resolve(definition))).toBe(true);
      expect(outputs.platformId).toBe('shop-dev');
    },
  );
});
