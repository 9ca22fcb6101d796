import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readConfig } from './config';

const read = (agentinfra?: object) =>
  readConfig(
    new ConfigReader(
      agentinfra ? JSON.parse(JSON.stringify({ agentinfra })) : {},
    ),
  );

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      stateDirectory: resolve('.agentinfra'),
      repositoriesDirectory: resolve('.agentinfra/repositories'),
      sandboxUrl: undefined,
      deploy: { concurrency: 8, pollInterval: 2000 },
    });
  });

  it('looks at the sandbox more often than at AWS', () => {
    const { sandboxUrl, deploy } = read({
      sandbox: { url: 'http://127.0.0.1:4566' },
    });
    expect(sandboxUrl).toBe('http://127.0.0.1:4566');
    expect(deploy.pollInterval).toBe(500);
  });

  it('takes what is set', () => {
    expect(
      read({
        stateDirectory: '/var/lib/agentinfra',
        deploy: { concurrency: 2, pollInterval: 100 },
      }),
    ).toMatchObject({
      repositoriesDirectory: '/var/lib/agentinfra/repositories',
      deploy: { concurrency: 2, pollInterval: 100 },
    });
  });

  it('takes an empty URL of the sandbox for none', () => {
    expect(read({ sandbox: { url: '' } }).sandboxUrl).toBeUndefined();
  });

  it.each([
    [{ sandbox: { url: 'nonsense' } }, /agentinfra\.sandbox\.url/],
    [{ sandbox: { url: 'localhost:4566' } }, /agentinfra\.sandbox\.url/],
    [{ deploy: { concurrency: 0 } }, /agentinfra\.deploy\.concurrency/],
    [{ deploy: { pollInterval: -1 } }, /agentinfra\.deploy\.pollInterval/],
  ])('refuses %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
