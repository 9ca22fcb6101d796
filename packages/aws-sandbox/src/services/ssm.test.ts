import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  paginateGetParametersByPath,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { Sandbox } from '../sandbox';
import { clientOptions, startTestSandbox } from '../__testUtils__';

describe('the Parameter Store', () => {
  let sandbox: Sandbox;
  let ssm: SSMClient;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    ssm = new SSMClient(clientOptions(sandbox));
  });
  afterAll(async () => await sandbox.close());

  const put = (Name: string, Value = 'x') =>
    ssm.send(
      new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }),
    );
  const get = (Name: string) => ssm.send(new GetParameterCommand({ Name }));

  it('finds parameters below a path, directly or at any depth', async () => {
    await put('/p/a');
    await put('/p/q/b');
    const below = async (Recursive: boolean) => {
      const { Parameters } = await ssm.send(
        new GetParametersByPathCommand({ Path: '/p', Recursive }),
      );
      return Parameters?.map(({ Name }) => Name);
    };

    expect(await below(false)).toEqual(['/p/a']);
    expect(await below(true)).toEqual(['/p/a', '/p/q/b']);
  });

  it('gives ten parameters a page', async () => {
    for (let index = 0; index < 12; index += 1) {
      await put(`/many/${index}`);
    }
    const sizes: number[] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath(
      { client: ssm },
      { Path: '/many' },
    )) {
      sizes.push(Parameters.length);
    }

    expect(sizes).toEqual([10, 2]);
  });

  it('lists the parameters that a filter lets pass, and refuses filters that it does not have', async () => {
    await put('/filtered/one');
    await put('/filtered/other');
    const list = async (Key: string, Option: string, ...Values: string[]) => {
      const { Parameters } = await ssm.send(
        new DescribeParametersCommand({
          ParameterFilters: [{ Key, Option, Values }],
        }),
      );
      return Parameters?.map(({ Name }) => Name);
    };

    expect(await list('Name', 'Equals', '/filtered/one')).toEqual([
      '/filtered/one',
    ]);
    expect(await list('Name', 'BeginsWith', '/filtered')).toHaveLength(2);
    expect(await list('Name', 'Contains', 'other')).toEqual([
      '/filtered/other',
    ]);
    await expect(list('Tier', 'Equals', 'Standard')).rejects.toMatchObject({
      name: 'InvalidFilterKey',
    });
  });

  it('keeps the last version, and no other', async () => {
    await put('/versioned', 'one');
    await put('/versioned', 'two');

    expect((await get('/versioned:2')).Parameter?.Value).toBe('two');
    await expect(get('/versioned:1')).rejects.toMatchObject({
      name: 'ParameterVersionNotFound',
    });
  });

  it('overwrites nothing unasked, makes nothing without a type, and forgets what is deleted', async () => {
    await put('/once');

    await expect(
      ssm.send(
        new PutParameterCommand({ Name: '/once', Value: '3', Type: 'String' }),
      ),
    ).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    await expect(
      ssm.send(new PutParameterCommand({ Name: '/untyped', Value: '3' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await ssm.send(new DeleteParameterCommand({ Name: '/once' }));
    await expect(get('/once')).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });
});
