import {
  exampleDefinition,
  SandboxProcess,
  startSandboxProcess,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import yaml from 'yaml';
import { createContext, createServices } from '../__testUtils__/actions';
import { createDeployAction } from './deploy';
import { examples } from './deploy.examples';

let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox.stop());

describe('the examples of agentinfra:deploy', () => {
  it.each(
    examples.map(({ description, example }, index) => ({
      description,
      example,
      name: `shop${index}`,
    })),
  )('$description', async ({ example, name }) => {
    const services = createServices(sandbox.url);
    await writeExampleRepository(
      services.workspacePath,
      exampleDefinition({ name }),
      [
        {
          concern: 'network',
          resources: { Topic: { Type: 'AWS::SNS::Topic' } },
        },
      ],
    );
    const { ctx, outputs } = createContext<any, any>({
      input: yaml.parse(example).steps[0].input ?? {},
      workspacePath: services.workspacePath,
    });

    await createDeployAction(services).handler(ctx);
    await services.close();

    expect(outputs.stacks).toEqual([
      { name: `${name}-dev-network`, outcome: 'created' },
    ]);
  });
});
