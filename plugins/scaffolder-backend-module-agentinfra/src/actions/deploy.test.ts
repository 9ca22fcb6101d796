import {
  exampleDefinition,
  SandboxProcess,
  startSandboxProcess,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { createContext, createServices } from '../__testUtils__/actions';
import { createDeployAction } from './deploy';

let sandbox: SandboxProcess;
let services: ReturnType<typeof createServices>;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  services = createServices(sandbox.url);
});
beforeEach(() => services.disk.clear());
afterEach(() => sandbox.setFaults([]));
afterAll(async () => {
  await services.close();
  await sandbox.stop();
});

async function deploy(
  name: string,
  options: { isDryRun?: boolean; signal?: AbortSignal } = {},
) {
  await writeExampleRepository(
    services.workspacePath,
    exampleDefinition({ name }),
    [
      {
        concern: 'ingress',
        resources: { Topic: { Type: 'AWS::SNS::Topic' } },
        outputs: { EndpointUrl: 'http://shop.example.com' },
      },
    ],
  );
  const run = createContext<any, any>({
    input: {},
    workspacePath: services.workspacePath,
    ...options,
  });
  const result = await createDeployAction(services)
    .handler(run.ctx)
    .then(
      () => undefined,
      error => error as Error,
    );
  return { ...run, error: result };
}

describe('agentinfra:deploy', () => {
  it('deploys the stacks, says so as it goes, and puts out what came of it', async () => {
    const { error, outputs, lines } = await deploy('first');

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      endpointUrl: 'http://shop.example.com',
      stacks: [{ name: 'first-dev-ingress', outcome: 'created' }],
      outputs: {
        'first-dev-ingress': { EndpointUrl: 'http://shop.example.com' },
      },
      sandbox: true,
    });
    expect(outputs.summary).toContain('| first-dev-ingress | created |');
    expect(outputs.links).toContainEqual({
      title: 'CloudFormation stacks',
      url: `${sandbox.url}/console/123456789012/eu-west-1/cloudformation/stacks?filter=first-dev-`,
      icon: expect.any(String),
    });
    const log = lines.join('\n');
    expect(log).toContain(`Deploying to the sandbox at ${sandbox.url}`);
    expect(log).toMatch(/first-dev-ingress: started \(\d+ s\)/);
    expect(log).toMatch(/1 of 1 resources, 1 of 1 stacks, \d+ s/);
  });

  it('says in a dry run what it would deploy, and touches nothing', async () => {
    const dry = await deploy('second', { isDryRun: true });

    expect(dry.error).toBeUndefined();
    expect(dry.outputs.stacks).toEqual([
      { name: 'second-dev-ingress', outcome: 'planned' },
    ]);
    expect(dry.lines.join('\n')).toContain(
      'Would deploy 1 stacks with 1 resources to the sandbox',
    );
    const real = await deploy('second');
    expect(real.outputs.stacks).toEqual([
      { name: 'second-dev-ingress', outcome: 'created' },
    ]);
  });

  it('names the resource that failed, and completes when it runs again', async () => {
    await sandbox.setFaults([
      {
        kind: 'resource',
        logicalId: 'Topic',
        action: 'create',
        reason: 'There is no room.',
      },
    ]);
    const failed = await deploy('third');

    expect(failed.error?.message).toMatch(
      /^Topic \(ingress\/Topic\) failed: CREATE_FAILED\n.*\nReason: There is no room\./,
    );
    expect(failed.lines.join('\n')).toContain('There is no room.');

    await sandbox.setFaults([]);
    const { outputs } = await deploy('third');
    expect(outputs.stacks).toEqual([
      { name: 'third-dev-ingress', outcome: 'created' },
    ]);
  });

  it('does not take back what was published since', async () => {
    await services.publishElsewhere(
      exampleDefinition({ name: 'fifth', description: 'changed since' }),
    );

    const { error } = await deploy('fifth');

    expect(error?.message).toMatch(
      /^name: the repository fifth-dev, .* holds a later definition of the platform than this task has: [0-9a-f]{7} "Make the platform fifth-dev" by Ada\. .* press Create/,
    );
  });

  it('ends when it is cancelled, and says that nothing stands', async () => {
    const cancelled = await deploy('fourth', { signal: AbortSignal.abort() });

    expect(cancelled.error?.message).toMatch(/cancelled/);
    const { outputs } = await deploy('fourth');
    expect(outputs.stacks).toEqual([
      { name: 'fourth-dev-ingress', outcome: 'created' },
    ]);
  });

  it('says how to start the sandbox when it does not answer', async () => {
    const running = services;
    services = createServices();
    const { error } = await deploy('fifth');
    await services.close();
    services = running;

    expect(error?.message).toMatch(
      /The AWS sandbox at .* does not answer\. Start it with `npm start`/,
    );
  });
});
