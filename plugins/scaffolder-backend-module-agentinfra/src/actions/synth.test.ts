import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { createContext, createServices } from '../__testUtils__/actions';
import { createSynthAction } from './synth';

const services = createServices();
const action = createSynthAction(services);

beforeEach(() => services.disk.clear());
afterAll(() => services.close());

const write = (folder = '.', bucket: object = {}) =>
  writeExampleRepository(
    services.disk.resolve('workspace', folder),
    exampleDefinition(),
    [
      {
        concern: 'network',
        resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      },
      {
        concern: 'storage',
        resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: bucket },
        },
        after: ['network'],
      },
    ],
  );

async function synth(options: {
  path?: string;
  isDryRun?: boolean;
  signal?: AbortSignal;
}) {
  const { path, ...rest } = options;
  const run = createContext<any, any>({
    input: path ? { path } : {},
    workspacePath: services.workspacePath,
    ...rest,
  });
  await action.handler(run.ctx);
  return run;
}

describe('agentinfra:synth', () => {
  it.each([true, false])(
    'really synthesizes, and says what there is (dry run: %s)',
    async isDryRun => {
      await write();

      const { outputs, lines } = await synth({ isDryRun });

      expect(outputs).toMatchObject({
        stacks: [
          { name: 'shop-dev-network', resources: 1, dependsOn: [] },
          {
            name: 'shop-dev-storage',
            resources: 1,
            dependsOn: ['shop-dev-network'],
          },
        ],
        resourceCount: 2,
        resourceTypes: { 'AWS::S3::Bucket': 1, 'AWS::SNS::Topic': 1 },
      });
      expect(outputs.summary).toContain(
        '| shop-dev-storage | 1 | shop-dev-network |',
      );
      expect(lines).toContain(
        'shop-dev-storage: 1 resources, after shop-dev-network',
      );
    },
  );

  it.each([true, false])(
    'names what CloudFormation would refuse, and its place in the code (dry run: %s)',
    async isDryRun => {
      await write('.', { Colour: 'red' });

      await expect(synth({ isDryRun })).rejects.toThrow(
        /^CloudFormation would refuse the stacks:\n\n- Bucket \(storage\/Bucket\) of shop-dev-storage: .*Colour/,
      );
    },
  );

  it('takes a repository in a folder of the workspace, and none outside of it', async () => {
    await write('platform');

    await expect(synth({ path: 'platform' })).resolves.toBeTruthy();
    await expect(synth({ path: '../elsewhere' })).rejects.toThrow(
      /not allowed/i,
    );
  });

  it('says what to do when the repository was never rendered', async () => {
    await expect(synth({})).rejects.toThrow(
      /There is no config\/platform\.json.*agentinfra:render/,
    );
  });

  it('ends when it is cancelled', async () => {
    await write();

    await expect(synth({ signal: AbortSignal.abort() })).rejects.toThrow(
      /cancelled/,
    );
  });
});
