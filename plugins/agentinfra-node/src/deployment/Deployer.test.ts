import {
  Definition,
  platformId,
  stackName,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { AwsAccess } from '../aws';
import { Synthesis, Synthesizer } from '../synthesis';
import {
  exampleDefinition,
  ExampleStack,
  SandboxProcess,
  startSandboxProcess,
  writeExampleRepository,
} from '../testUtils';
import { Deployer } from './Deployer';
import type { DeployOptions } from './Deployment';
import { DeploymentEvent, DeploymentProgress, Interruption } from './events';

const disk = createMockDirectory();
const synthesizer = new Synthesizer({ directory: disk.resolve('assemblies') });
let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterEach(() => sandbox.setFaults([]));
afterAll(async () => {
  synthesizer.close();
  await sandbox.stop();
});

const parameter = (value: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
});

const storage: ExampleStack = {
  concern: 'storage',
  resources: { First: parameter('1'), Second: parameter('2') },
  outputs: { Colour: 'blue' },
};
const agents: ExampleStack = {
  concern: 'agents',
  resources: { Third: parameter('3') },
  after: ['storage'],
};
const search: ExampleStack = {
  concern: 'search',
  resources: { Index: parameter('4') },
};
const changedSearch: ExampleStack = {
  ...search,
  resources: { Index: parameter('four') },
};

/** Longer than a test waits, in milliseconds. */
const NEVER_MS = 180_000;

let platforms = 0;
/** Every test has a platform of its own. */
function freshDefinition(): Definition {
  platforms += 1;
  return exampleDefinition({ name: `shop${platforms}` });
}

async function synthesize(
  definition: Definition,
  stacks: ExampleStack[],
): Promise<Synthesis> {
  const repository = disk.resolve(`repository-${platformId(definition)}`);
  await writeExampleRepository(repository, definition, stacks);
  return synthesizer.synthesize(repository);
}

function createDeployer(sandboxUrl = sandbox.url): Deployer {
  return new Deployer({
    aws: new AwsAccess({
      credentialsManager: {
        getCredentialProvider: async () => {
          throw new Error('The sandbox needs no credentials');
        },
      },
      sandboxUrl,
    }),
    concurrency: 8,
    pollInterval: 50,
    directory: disk.resolve('state'),
  });
}

/** Deploys and keeps what is reported. */
async function deploy(
  definition: Definition,
  stacks: ExampleStack[],
  options: Partial<DeployOptions> = {},
) {
  const events: DeploymentEvent[] = [];
  const progress: DeploymentProgress[] = [];
  const result = await createDeployer().deploy({
    definition,
    synthesis: await synthesize(definition, stacks),
    onEvent: (event, at) => {
      events.push(event);
      progress.push(at);
    },
    ...options,
  });
  return { result, events, progress };
}

const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error('It did not fail');
    },
    error => error,
  );

/** Lets CloudFormation be at work on the index for as long as the test wants. */
const hang = (
  action: 'create' | 'update',
  ...others: object[]
): Promise<void> =>
  sandbox.setFaults([
    { kind: 'resource', logicalId: 'Index', action, effect: 'hang', times: 1 },
    ...others,
  ]);

/** Cancels a deployment once CloudFormation is at work on the index. */
function cancelAtIndex(
  definition: Definition,
  stacks: ExampleStack[],
  options: Partial<DeployOptions> = {},
): Promise<Error> {
  const cancel = new AbortController();
  return failureOf(
    deploy(definition, stacks, {
      ...options,
      signal: cancel.signal,
      onEvent: event =>
        event.type === 'resource' &&
        event.logicalId === 'Index' &&
        cancel.abort(),
    }),
  );
}

describe('Deployer', () => {
  it('deploys the stacks in order and gives their outputs', async () => {
    const definition = freshDefinition();
    const [first, second] = ['storage', 'agents'].map(concern =>
      stackName(definition, concern),
    );

    const { result, events } = await deploy(definition, [storage, agents]);

    expect(result).toEqual([
      { name: first, outcome: 'created', outputs: { Colour: 'blue' } },
      { name: second, outcome: 'created', outputs: {} },
    ]);
    expect(
      events.flatMap(event =>
        event.type === 'stack-started' || event.type === 'stack-finished'
          ? [`${event.stack} ${event.type}`]
          : [],
      ),
    ).toEqual([
      `${first} stack-started`,
      `${first} stack-finished`,
      `${second} stack-started`,
      `${second} stack-finished`,
    ]);
  });

  it('reports how far it has come, up to all', async () => {
    const { progress } = await deploy(freshDefinition(), [storage, agents]);

    expect(progress.map(({ completed }) => completed)).toEqual(
      progress.map(({ completed }) => completed).sort(),
    );
    expect(progress.at(-1)).toMatchObject({
      completed: 3,
      total: 3,
      stacksCompleted: 2,
      stacksTotal: 2,
      inProgress: [],
    });
  });

  it('changes nothing when it is done again, and only what differs when something does', async () => {
    const definition = freshDefinition();
    await deploy(definition, [storage, agents]);

    const again = await deploy(definition, [storage, agents]);
    const changed = await deploy(definition, [
      storage,
      { ...agents, resources: { Third: parameter('three') } },
    ]);

    const outcomes = ({ result }: typeof again) =>
      result.map(({ outcome }) => outcome);
    expect(outcomes(again)).toEqual(['unchanged', 'unchanged']);
    expect(outcomes(changed)).toEqual(['unchanged', 'updated']);
  });

  it.each([
    ['', agents],
    [' of a protected stack', { ...agents, terminationProtection: true }],
  ])(
    'tells first which resource%s failed and why, then how each stack stands; done again, it completes',
    async (_, failing) => {
      const definition = freshDefinition();
      const id = platformId(definition);
      await sandbox.setFaults([
        {
          kind: 'resource',
          logicalId: 'Third',
          action: 'create',
          reason: 'There is no room.',
        },
      ]);

      const error = await failureOf(deploy(definition, [storage, failing]));

      expect(error.name).toBe('DeploymentError');
      expect(error.message.split('\n').slice(0, 4)).toEqual([
        'Third (agents/Third) failed: CREATE_FAILED',
        'Type: AWS::SSM::Parameter',
        'Reason: There is no room.',
        `Stack: ${id}-agents`,
      ]);
      expect(error.message).toContain(`- ${id}-storage: CREATE_COMPLETE`);
      expect(error.message).toContain(`- ${id}-agents: ROLLBACK_COMPLETE`);
      expect(error.message).toContain('Run this again');

      await sandbox.setFaults([]);
      const { result } = await deploy(definition, [storage, failing]);
      expect(result.map(({ outcome }) => outcome)).toEqual([
        'unchanged',
        'created',
      ]);
    },
  );

  it('refuses stacks that belong to somebody else, and leaves them as they are', async () => {
    const theirs = freshDefinition();
    await deploy(theirs, [storage]);
    const ours = { ...theirs, owner: 'group:default/others' };

    const message =
      /The stack shop\d+-dev-storage in \d{12}, eu-west-1 exists and belongs to group:default\/agents-team/;
    await expect(createDeployer().checkFree(ours)).rejects.toThrow(message);
    await expect(deploy(ours, [storage])).rejects.toThrow(message);
    await expect(createDeployer().checkFree(theirs)).resolves.toBeUndefined();
  });

  it('takes no stack of a platform with a longer name for one with its own', async () => {
    const shorter = freshDefinition();
    const longer = { ...shorter, name: `${platformId(shorter)}-tools` };
    await deploy(longer, [storage]);

    await expect(
      createDeployer().checkFree({
        ...shorter,
        owner: 'group:default/others',
      }),
    ).resolves.toBeUndefined();
  });

  it('deletes the stacks that the definition no longer has, those that came last first, and no stack of another platform', async () => {
    const definition = freshDefinition();
    const longer = { ...definition, name: `${platformId(definition)}-tools` };
    await deploy(longer, [storage]);
    await deploy(definition, [search, storage, agents]);

    const { events } = await deploy(definition, [search]);
    const { result } = await deploy(definition, [search]);
    const others = await deploy(longer, [storage]);

    expect(
      events.flatMap(event =>
        event.type === 'obsolete-finished' ? [event] : [],
      ),
    ).toEqual(
      ['agents', 'storage'].map(concern => ({
        type: 'obsolete-finished',
        stack: stackName(definition, concern),
        outcome: 'deleted',
      })),
    );
    expect(result.map(({ name }) => name)).toEqual([
      stackName(definition, 'search'),
    ]);
    expect(others.result[0].outcome).toBe('unchanged');
  });

  it('keeps a protected stack that the definition no longer has, and says so', async () => {
    const definition = freshDefinition();
    await deploy(definition, [
      search,
      { ...storage, terminationProtection: true },
    ]);

    const { result } = await deploy(definition, [search]);

    expect(result).toContainEqual({
      name: stackName(definition, 'storage'),
      outcome: 'kept',
      outputs: { Colour: 'blue' },
    });
  });

  it('tells which resource cannot be deleted, and deletes it when it runs again', async () => {
    const definition = freshDefinition();
    await deploy(definition, [search, storage]);
    await sandbox.setFaults([
      {
        kind: 'resource',
        logicalId: 'First',
        action: 'delete',
        reason: 'Busy',
      },
    ]);

    const error = await failureOf(deploy(definition, [search]));
    await sandbox.setFaults([]);
    const { result } = await deploy(definition, [search]);

    expect(error.message).toMatch(/^First.* failed: DELETE_FAILED/);
    expect(error.message).toContain('Reason: Busy');
    expect(error.message).toContain('storage: DELETE_FAILED');
    expect(result.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      'deleted',
    ]);
  });

  it('tells why a stack fails of which no resource does', async () => {
    const definition = freshDefinition();
    const id = platformId(definition);
    const { Properties } = parameter('');
    const importing: ExampleStack = {
      ...agents,
      resources: {
        Third: {
          ...parameter(''),
          Properties: { ...Properties, Value: { 'Fn::ImportValue': id } },
        },
      },
    };
    await deploy(definition, [
      { ...storage, exports: { [id]: 'blue' } },
      importing,
    ]);

    const error = await failureOf(deploy(definition, [storage, importing]));

    expect(error.message).toContain(
      `Reason: Export ${id} cannot be deleted as it is in use by ${stackName(
        definition,
        'agents',
      )}`,
    );
  });

  it('waits for what another deployment has begun with what comes after it, and with nothing else', async () => {
    const definition = freshDefinition();
    const id = platformId(definition);
    await hang('create');
    await cancelAtIndex(definition, [search], { onCancel: 'preserve' });

    const steps: string[] = [];
    const { result } = await deploy(
      definition,
      [search, storage, { ...agents, after: ['search'] }],
      {
        onEvent: event => {
          if (event.type === 'stack-in-progress') {
            steps.push(`${event.stack} in ${event.status}`);
          }
          if (event.type === 'stack-finished') {
            steps.push(`${event.stack} ${event.outcome}`);
            void sandbox.setFaults([]);
          }
        },
      },
    );

    expect(steps).toEqual([
      `${id}-search in CREATE_IN_PROGRESS`,
      `${id}-storage created`,
      `${id}-search unchanged`,
      `${id}-agents created`,
    ]);
    expect(result.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      'created',
      'created',
    ]);
  });

  it.each([
    ['', search],
    [', protected or not', { ...search, terminationProtection: true }],
  ])(
    'is cancelled at once, has what was being created undone%s, and says so',
    async (_, slow) => {
      const definition = freshDefinition();
      await hang('create');

      const error = await cancelAtIndex(definition, [storage, slow]);

      expect(error.message).toMatch(/^The deployment was cancelled\./);
      expect(error.message).toContain(
        `- ${stackName(
          definition,
          'search',
        )}: was being created and is now being deleted`,
      );
      await sandbox.setFaults([]);
      const { result } = await deploy(definition, [storage, slow]);
      expect(result.map(({ outcome }) => outcome).sort()).toEqual([
        'created',
        'unchanged',
      ]);
    },
  );

  it('takes back what was being updated when it is cancelled, and says so', async () => {
    const definition = freshDefinition();
    const name = stackName(definition, 'search');
    await deploy(definition, [search]);
    await hang('update');

    const error = await cancelAtIndex(definition, [changedSearch]);

    expect(error.message).toContain(
      `- ${name}: was being updated and now goes back to what it was`,
    );
    await sandbox.setFaults([]);
    const { result } = await deploy(definition, [search]);
    expect(result[0].outcome).toBe('unchanged');
  });

  it('leaves to CloudFormation what is in progress when it is cancelled so, and says so', async () => {
    const definition = freshDefinition();
    await hang('create');

    const error = await cancelAtIndex(definition, [search], {
      onCancel: 'preserve',
    });

    expect(error.message).toContain(
      `- ${stackName(
        definition,
        'search',
      )}: is left to CloudFormation in CREATE_IN_PROGRESS`,
    );
    await sandbox.setFaults([]);
    const { result } = await deploy(definition, [search]);
    expect(result[0].outcome).toBe('unchanged');
  });

  it('updates a stack that CloudFormation could neither update nor take back', async () => {
    const definition = freshDefinition();
    await deploy(definition, [search]);
    await sandbox.setFaults([{ kind: 'resource', action: 'update' }]);
    const error = await failureOf(deploy(definition, [changedSearch]));
    await sandbox.setFaults([]);

    const { result } = await deploy(definition, [changedSearch]);

    expect(error.message).toContain('search: UPDATE_ROLLBACK_FAILED');
    expect(result[0].outcome).toBe('updated');
  });

  it('makes a stack anew that could not be deleted', async () => {
    const definition = freshDefinition();
    await hang('create', {
      kind: 'resource',
      logicalId: 'Index',
      action: 'delete',
      times: 1,
    });
    await cancelAtIndex(definition, [search]);

    const { result } = await deploy(definition, [search]);

    expect(result[0].outcome).toBe('created');
  });

  it('says how to start the sandbox when it does not answer', async () => {
    const definition = freshDefinition();
    const synthesis = await synthesize(definition, [storage]);

    const deployer = createDeployer('http://127.0.0.1:1');
    const message =
      /The AWS sandbox at http:\/\/127\.0\.0\.1:1 does not answer\. Start it with/;

    await expect(deployer.checkFree(definition)).rejects.toThrow(message);
    await expect(deployer.deploy({ definition, synthesis })).rejects.toThrow(
      message,
    );
  });

  it('goes on when AWS is throttled', async () => {
    const definition = freshDefinition();
    await deploy(freshDefinition(), [storage]);
    await sandbox.setFaults([
      { kind: 'throttle', service: 'cloudformation', times: 3 },
    ]);

    const { result } = await deploy(definition, [storage]);

    expect(result[0].outcome).toBe('created');
  });
});

describe('Deployer, when calls to AWS fail', () => {
  /** Deploys a small platform, and has calls fail from the moment at which the first stack is begun. */
  async function deployWith(...faults: object[]) {
    const events: DeploymentEvent[] = [];
    const work = deploy(freshDefinition(), [storage, agents], {
      onEvent: event => {
        events.push(event);
        if (event.type === 'stack-started' && faults.length > 0) {
          void sandbox.setFaults(faults.splice(0));
        }
      },
    });
    const error = await work.then(
      () => undefined,
      failure => failure as Error,
    );
    const interruptions = events.filter(({ type }) => type === 'interrupted');
    return { error, interruptions };
  }

  it('goes on with fresh credentials when those that it had have expired', async () => {
    const { error, interruptions } = await deployWith({
      kind: 'expired',
      times: 1,
    });

    expect(error).toBeUndefined();
    expect(interruptions).toHaveLength(1);
  });

  it('says once what to do when fresh credentials have expired as well', async () => {
    const { error, interruptions } = await deployWith({ kind: 'expired' });

    expect(error?.name).toBe('NotAllowedError');
    expect(error?.message).toMatch(
      /^The portal has no valid AWS credentials for the account \d{12}.*Renew them/,
    );
    expect(interruptions).toHaveLength(1);
  });

  it('is cancelled before AWS answers, and says of which stacks it knows nothing', async () => {
    const definition = freshDefinition();
    const cancel = new AbortController();

    const error = await failureOf(
      deploy(definition, [storage], {
        signal: cancel.signal,
        onEvent: async ({ type }) => {
          if (type === 'stack-started') {
            await sandbox.setFaults([
              { kind: 'latency', milliseconds: NEVER_MS },
            ]);
            cancel.abort();
          }
        },
      }),
    );

    expect(error.message).toContain(
      `- ${stackName(definition, 'storage')}: its state is unknown`,
    );
  });

  it('waits until AWS answers when it checks the names', async () => {
    const interruptions: Interruption[] = [];
    await sandbox.setFaults([{ kind: 'drop', service: 'cloudformation' }]);

    await createDeployer().checkFree(freshDefinition(), {
      onInterrupted: trouble => {
        interruptions.push(trouble);
        void sandbox.setFaults([]);
      },
    });

    expect(interruptions).toEqual([
      {
        reason: expect.stringContaining('socket hang up'),
        retryInMs: 1_000,
      },
    ]);
  });
});

describe('Deployer, in AWS itself', () => {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  beforeAll(() => {
    process.env.AWS_ENDPOINT_URL = sandbox.url;
  });
  afterAll(() => {
    if (endpoint === undefined) {
      delete process.env.AWS_ENDPOINT_URL;
    }
  });

  const deployerWith = (
    sdkCredentialProvider: () => Promise<{
      accessKeyId: string;
      secretAccessKey: string;
    }>,
  ) =>
    new Deployer({
      aws: new AwsAccess({
        credentialsManager: {
          getCredentialProvider: async () => ({ sdkCredentialProvider }),
        },
      }),
      concurrency: 8,
      pollInterval: 50,
      directory: disk.resolve('state'),
    });

  it('names the command that makes an account ready for the CDK', async () => {
    const account = '200000000000';
    const definition = { ...freshDefinition(), account };
    const deployer = deployerWith(async () => ({
      accessKeyId: account,
      secretAccessKey: 'secret',
    }));

    await expect(
      deployer.deploy({
        definition,
        synthesis: await synthesize(definition, [storage]),
      }),
    ).rejects.toThrow(`npx cdk bootstrap aws://${account}/eu-west-1`);
  });

  it('says what to do about credentials that have expired', async () => {
    const definition = freshDefinition();
    const deployer = deployerWith(async () => {
      throw Object.assign(new Error('The security token is expired'), {
        name: 'ExpiredTokenException',
      });
    });

    await expect(deployer.checkFree(definition)).rejects.toThrow(
      new RegExp(
        `no valid AWS credentials for the account ${definition.account}.*Renew them`,
      ),
    );
  });
});
