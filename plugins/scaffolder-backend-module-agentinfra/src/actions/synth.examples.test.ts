import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import yaml from 'yaml';
import { createContext, createServices } from '../__testUtils__/actions';
import { createSynthAction } from './synth';
import { examples } from './synth.examples';

const services = createServices();
const action = createSynthAction(services);

afterAll(() => services.close());

describe('the examples of agentinfra:synth', () => {
  it.each(examples.map(({ description, example }) => [description, example]))(
    '%s',
    async (_, example) => {
      services.disk.clear();
      const { input = {} } = yaml.parse(example).steps[0];
      await writeExampleRepository(
        services.disk.resolve('workspace', input.path ?? '.'),
        exampleDefinition(),
        [
          {
            concern: 'network',
            resources: { Topic: { Type: 'AWS::SNS::Topic' } },
          },
        ],
      );
      const { ctx, outputs } = createContext<any, any>({
        input,
        workspacePath: services.workspacePath,
        isDryRun: true,
      });

      await action.handler(ctx);

      expect(outputs.resourceCount).toBe(1);
    },
  );
});
