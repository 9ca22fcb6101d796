import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import yaml from 'yaml';
import { createContext, createServices } from '../__testUtils__/actions';
import { createPublishAction } from './publish';
import { examples } from './publish.examples';

const services = createServices();
const action = createPublishAction(services);

afterAll(() => services.close());

describe('the examples of agentinfra:publish', () => {
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
        input: yaml.parse(example).steps[0].input ?? {},
        workspacePath: services.workspacePath,
      });

      await action.handler(ctx);

      expect(outputs).toMatchObject({ platformId: 'shop-dev', changed: true });
    },
  );
});
