import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { createContext, runInContext } from 'node:vm';
import { parseDefinition } from '../lib/definition';
import { LARGEST } from './definitions';
import { resources, synthesize } from './synth';

// In this region CloudFormation makes no budgets.
const { templates } = synthesize(
  parseDefinition({
    ...LARGEST,
    region: 'eu-north-1',
    agents: LARGEST.agents.slice(-1),
    services: [],
    search: { enabled: true, kind: 'domain' },
    knowledgeBase: {},
  }),
);

/** What CloudFormation was told. */
interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly Data?: Record<string, string>;
}

/** The calls of AWS that a task made: the command and its input. */
type Calls = [string, Record<string, unknown>][];

describe('The user of the database', () => {
  const properties = {
    ClusterArn: 'arn:cluster',
    SecretArn: 'arn:secret',
    Database: 'platform',
    User: 'platform_app',
  };

  it('R22: is made with the right to sign in by IAM tokens', async () => {
    const { answer, calls } = await run('DatabaseUser', 'Create', properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    const statements = calls.map(([, { sql }]) => sql);
    expect(statements).toEqual([
      expect.stringContaining('CREATE ROLE platform_app LOGIN'),
      'GRANT rds_iam TO platform_app',
      expect.stringContaining('ON DATABASE platform TO platform_app'),
      expect.stringContaining('vector'),
    ]);
    expect(calls[0][1]).toMatchObject({
      resourceArn: 'arn:cluster',
      secretArn: 'arn:secret',
    });
  });

  it('R22: goes with the database', async () => {
    const { answer, calls } = await run('DatabaseUser', 'Delete', properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(calls).toEqual([]);
  });

  it('R38: fails with the reason', async () => {
    const { answer } = await run('DatabaseUser', 'Create', properties, () => {
      throw new Error('the database said no');
    });
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'the database said no',
    });
  });
});

describe('The budget', () => {
  const [{ Properties: properties }] = resources(templates, 'Custom::Budget');
  const notThere = (command: string) => {
    if (command === 'DeleteBudgetCommand') {
      throw Object.assign(new Error(), { name: 'NotFoundException' });
    }
    return {};
  };

  it('R33: is made by a task where CloudFormation cannot, with all its alerts', async () => {
    templates.cost.resourceCountIs('AWS::Budgets::Budget', 0);
    const { answer, calls } = await run(
      'Budget',
      'Create',
      properties,
      notThere,
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    const [, [command, input]] = calls;
    expect(command).toBe('CreateBudgetCommand');
    expect(input).toMatchObject({
      AccountId: LARGEST.account,
      Budget: {
        BudgetName: properties.BudgetName,
        BudgetLimit: { Amount: '50000', Unit: 'USD' },
      },
    });
    expect(
      (input.NotificationsWithSubscribers as object[]).map(alert =>
        JSON.stringify(alert),
      ),
    ).toEqual([
      expect.stringContaining('"ACTUAL","Threshold":80'),
      expect.stringContaining('"ACTUAL","Threshold":100'),
      expect.stringContaining('"FORECASTED","Threshold":100'),
    ]);
  });

  it('R33: is made anew when it changes', async () => {
    const { calls } = await run('Budget', 'Update', properties);
    expect(calls.map(([command]) => command)).toEqual([
      'DeleteBudgetCommand',
      'CreateBudgetCommand',
    ]);
  });

  it('R38: goes with the platform', async () => {
    const { answer, calls } = await run('Budget', 'Delete', properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(calls.map(([command]) => command)).toEqual(['DeleteBudgetCommand']);
  });

  it('R38: fails with the reason', async () => {
    const { answer } = await run('Budget', 'Create', properties, () => {
      throw new Error('the budgets said no');
    });
    expect(answer).toMatchObject({ Status: 'FAILED' });
  });
});

describe('The image of an agent', () => {
  const properties = {
    Project: 'images',
    Source: 'bucket/key.zip',
    Repository: 'agent',
    RepositoryUri: 'registry/agent',
    Tag: 'abc',
  };

  it('R16: is built once', async () => {
    const { answer, calls } = await run('Image', 'Create', properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Tag: 'abc' } });
    expect(calls).toEqual([
      [
        'DescribeImagesCommand',
        expect.objectContaining({ repositoryName: 'agent' }),
      ],
    ]);
  });

  it('R16: is built from the sources that the hash is of', async () => {
    const { answer, calls } = await run(
      'Image',
      'Update',
      properties,
      build('SUCCEEDED'),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(calls[1]).toEqual([
      'StartBuildCommand',
      expect.objectContaining({
        projectName: 'images',
        sourceLocationOverride: 'bucket/key.zip',
      }),
    ]);
  });

  it('R16: is copied from the image that is named', async () => {
    const { Project, Repository, RepositoryUri, Tag } = properties;
    const { calls } = await run(
      'Image',
      'Create',
      { Project, Repository, RepositoryUri, Tag, Image: 'nginx:1.29' },
      build('SUCCEEDED'),
    );
    expect(calls[1]).toEqual([
      'StartBuildCommand',
      {
        projectName: 'images',
        environmentVariablesOverride: [
          {
            name: 'REPOSITORY_URI',
            value: 'registry/agent',
            type: 'PLAINTEXT',
          },
          { name: 'TAG', value: 'abc', type: 'PLAINTEXT' },
          { name: 'IMAGE', value: 'nginx:1.29', type: 'PLAINTEXT' },
        ],
      },
    ]);
  });

  it('R38: fails with the build that failed', async () => {
    const { answer } = await run(
      'Image',
      'Create',
      properties,
      build('FAILED'),
    );
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'The build images:1 of the image is FAILED; its log says why.',
    });
  });

  function build(buildStatus: string) {
    return (command: string) => {
      if (command === 'DescribeImagesCommand') {
        throw Object.assign(new Error('none'), {
          name: 'ImageNotFoundException',
        });
      }
      return { build: { id: 'images:1', buildStatus } };
    };
  }
});

describe('Transaction Search', () => {
  const [{ Properties: properties }] = resources(
    templates,
    'Custom::TransactionSearch',
  );
  /** An account whose spans go to a destination, until it is changed. */
  const account = (Destination: string, refusals = 0) => {
    const state = { Destination, Status: 'ACTIVE', refusals };
    return (command: string) => {
      if (command === 'UpdateTraceSegmentDestinationCommand') {
        if (state.refusals-- > 0) {
          throw new Error('X-Ray does not have permission');
        }
        Object.assign(state, {
          Destination: 'CloudWatchLogs',
          Status: 'PENDING',
        });
      } else if (state.Status === 'PENDING') {
        state.Status = 'ACTIVE';
        return { ...state, Status: 'PENDING' };
      }
      return { ...state };
    };
  };

  it('R31: is left alone where it is on', async () => {
    const { answer, calls } = await run(
      'TransactionSearch',
      'Create',
      properties,
      account('CloudWatchLogs'),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(new Set(calls.map(([command]) => command))).toEqual(
      new Set(['GetTraceSegmentDestinationCommand']),
    );
  });

  it('R31: is turned on where it is off, as soon as X-Ray may write spans, and waited for', async () => {
    const { answer, calls } = await run(
      'TransactionSearch',
      'Create',
      properties,
      account('XRay', 2),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    const commands = calls.map(([command]) => command);
    expect(commands.slice(0, 3)).toEqual([
      'GetTraceSegmentDestinationCommand',
      'PutResourcePolicyCommand',
      'UpdateTraceSegmentDestinationCommand',
    ]);
    const [, { policyDocument }] = calls[1];
    expect(JSON.parse(policyDocument as string)).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'xray.amazonaws.com' },
          Action: 'logs:PutLogEvents',
        },
      ],
    });
    expect(
      commands.filter(
        command => command === 'UpdateTraceSegmentDestinationCommand',
      ),
    ).toHaveLength(3);
  });

  it('R31: stays when the platform goes, because others may rely on it', async () => {
    const { calls } = await run('TransactionSearch', 'Delete', properties);
    expect(calls).toEqual([]);
  });

  it('R38: fails with what must be on, and why it cannot be', async () => {
    const { answer } = await run(
      'TransactionSearch',
      'Create',
      properties,
      account('XRay', 99),
    );
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(
        /^Transaction Search .*X-Ray does not have permission$/,
      ),
    });
  });
});

describe('The role of OpenSearch', () => {
  const properties = { AwsServiceName: 'opensearchservice.amazonaws.com' };
  const refuse = (message: string) => () => {
    throw new Error(message);
  };

  it('R24: is made', async () => {
    const { answer, calls } = await run(
      'ServiceLinkedRole',
      'Create',
      properties,
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(calls).toEqual([
      [
        'CreateServiceLinkedRoleCommand',
        { AWSServiceName: 'opensearchservice.amazonaws.com' },
      ],
    ]);
  });

  it('R24: may be there already', async () => {
    const { answer } = await run(
      'ServiceLinkedRole',
      'Create',
      properties,
      refuse(
        'Service role name AWSServiceRoleForAmazonOpenSearchService has been taken in this account, please try a different suffix.',
      ),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
  });

  it('R38: fails with the reason', async () => {
    const { answer } = await run(
      'ServiceLinkedRole',
      'Create',
      properties,
      refuse('not allowed'),
    );
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'not allowed' });
  });

  it('R24: stays when the platform goes', async () => {
    const { calls } = await run('ServiceLinkedRole', 'Delete', properties);
    expect(calls).toEqual([]);
  });
});

describe('The end of a platform', () => {
  const properties = { VpcId: 'vpc-1', MaxMinutes: '55' };

  it('R38: waits for nothing while the platform is made', async () => {
    const { answer, calls } = await run('InterfacesGone', 'Create', properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(calls).toEqual([]);
  });

  it('R38: goes on once AgentCore has let go of the network', async () => {
    const { answer, calls } = await run(
      'InterfacesGone',
      'Delete',
      properties,
      () => ({
        NetworkInterfaces: [],
      }),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Left: '0' } });
    expect(JSON.stringify(calls[0][1])).toContain('agentic_ai');
  });

  it('R38: hands the wait on when a function may run no longer', async () => {
    const { answer, calls } = await run(
      'InterfacesGone',
      'Delete',
      properties,
      () => ({}),
      30_000,
    );
    expect(answer).toBeUndefined();
    expect(calls).toEqual([
      ['InvokeCommand', expect.objectContaining({ InvocationType: 'Event' })],
    ]);
  });

  it('R38: lets the next of the chain wait after its own time', async () => {
    const { answer } = await run(
      'InterfacesGone',
      'Delete',
      { ...properties, MaxMinutes: '-1' },
      () => ({ NetworkInterfaces: [{}] }),
    );
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Left: '1' } });
  });

  it('R38: waits eight hours at most, an hour at a time', () => {
    const chain = resources(templates, 'Custom::InterfacesGone');
    const minutes = chain.reduce(
      (sum, { Properties }) => sum + Number(Properties.MaxMinutes),
      0,
    );
    expect(minutes).toBeGreaterThanOrEqual(8 * 60);
    chain.forEach(({ Properties }) => {
      expect(Number(Properties.ServiceTimeout)).toBeLessThanOrEqual(3600);
    });
  });
});

/**
 * Runs the code of a task as it stands in the template, with AWS's answers given by the test.
 *
 * @param type - of the custom resource, without `Custom::`
 * @param RequestType - what CloudFormation wants
 * @param properties - of the resource
 * @param respond - the answer to each call of AWS
 * @param remainingMs - how long the function may still run
 */
async function run(
  type: string,
  RequestType: 'Create' | 'Update' | 'Delete',
  properties: Record<string, string>,
  respond: (command: string) => unknown = () => ({}),
  remainingMs = 900_000,
): Promise<{ answer?: Answer; calls: Calls }> {
  const calls: Calls = [];
  const module = {
    exports: {} as { handler?: (...args: unknown[]) => Promise<void> },
  };
  const context = createContext({
    exports: module.exports,
    require: () => fakeSdk(calls, respond),
    console: { error: () => {} },
    fetch,
    // What is waited for has come.
    setTimeout: (done: () => void) => setImmediate(done),
    Date,
  });
  runInContext(codeOf(type), context);
  const cloudFormation = await listen();
  try {
    await module.exports.handler?.(
      {
        RequestType,
        ResourceProperties: properties,
        ResponseURL: cloudFormation.url,
        LogicalResourceId: 'Resource',
      },
      { getRemainingTimeInMillis: () => remainingMs, functionName: 'task' },
    );
    return { answer: cloudFormation.answer(), calls };
  } finally {
    cloudFormation.server.close();
  }
}

/** The code of the function behind a custom resource, as the template has it. */
function codeOf(type: string): string {
  const name = {
    DatabaseUser: 'database-user',
    Image: 'agent-image',
    InterfacesGone: 'teardown',
    Budget: 'budget',
    ServiceLinkedRole: 'service-linked-role',
    TransactionSearch: 'transaction-search',
  }[type] as string;
  const found = resources(templates, 'AWS::Lambda::Function').find(
    ({ Properties }) => String(Properties.FunctionName).endsWith(`-${name}`),
  );
  return found?.Properties.Code.ZipFile as string;
}

/** Stands for the AWS SDK: every client notes what it is sent. */
function fakeSdk(calls: Calls, respond: (command: string) => unknown): object {
  return new Proxy(
    {},
    {
      get: (_, name: string) =>
        name.endsWith('Command')
          ? class {
              constructor(readonly input: Record<string, unknown>) {}
              readonly command = name;
            }
          : class {
              async send({
                command,
                input,
              }: {
                command: string;
                input: Record<string, unknown>;
              }) {
                calls.push([command, input]);
                return respond(command);
              }
            },
    },
  );
}

/** Stands for CloudFormation, which waits for an answer at a URL. */
async function listen() {
  let body: string | undefined;
  const server: Server = createServer((request, response) => {
    body = '';
    request
      .on('data', chunk => {
        body += chunk;
      })
      .on('end', () => response.end());
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: () =>
      body === undefined ? undefined : (JSON.parse(body) as Answer),
  };
}
