import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import yaml from 'yaml';
import { createContext, createServices } from '../__testUtils__/actions';
import { createRegisterAction } from './register';
import { examples } from './register.examples';

const services = createServices();
const action = createRegisterAction({
  ...services,
  catalog: catalogServiceMock(),
  events: mockServices.events.mock(),
});

afterAll(() => services.close());

describe('the examples of agentinfra:register', () => {
  it.each(examples.map(({ description, example }) => [description, example]))(
    '%s',
    async (_, example) => {
      services.disk.clear();
      await writeExampleRepository(
        services.workspacePath,
        exampleDefinition(),
        [],
      );
      const { ctx, outputs } = createContext<any, any>({
        input: yaml.parse(example).steps[0].input,
        workspacePath: services.workspacePath,
        isDryRun: true,
      });

      await action.handler(ctx);

      expect(outputs.entityRef).toBe('component:default/shop-dev');
    },
  );
});
