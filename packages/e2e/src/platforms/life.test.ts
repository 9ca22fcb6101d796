import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InstalledRepository } from '../support/installedRepository';
import { exampleForm, type FormValues } from '../support/places';
import { SandboxAccount } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

/** What is known of the life of an example. */
interface Life {
  size: 'smallest' | 'typical' | 'largest';
  /** An agent whose code is changed. */
  agent: string;
  /** The stack that is deleted to see who misses it: one that no other needs. */
  missing: string;
  /** The services of what outlives the platform, as docs/runbooks/destroy.md of the repository says. */
  stays: string[];
}

const LIVES: Life[] = [
  { size: 'smallest', agent: 'assistant', missing: 'cost', stays: [] },
  { size: 'typical', agent: 'orders', missing: 'monitoring', stays: [] },
  {
    size: 'largest',
    agent: 'researcher',
    missing: 'audit',
    stays: ['cognito-idp', 'ecr', 'kms', 'logs', 's3'],
  },
];

/** How many stacks the CDK CLI works on at a time. */
const CONCURRENCY = '8';

let elsewhere: string;
/** The repository of the platform before, whose packages the next one takes over. */
let previous: InstalledRepository | undefined;

beforeAll(async () => {
  elsewhere = await mkdtemp(path.join(tmpdir(), 'agentinfra-life-'));
});
afterAll(() => rm(elsewhere, { recursive: true, force: true }));

describe.each(LIVES)(
  'The $size platform',
  ({ size, agent, missing, stays }) => {
    let form: FormValues;
    let platformId: string;
    let account: SandboxAccount;
    let repository: InstalledRepository;

    const stacks = () => account.stacks(`${platformId}-`);

    async function events(): Promise<StackEvent[]> {
      const each = (await stacks()).map(({ StackId = '' }) =>
        account.events(StackId),
      );
      return (await Promise.all(each)).flat();
    }

    /** What the resources of the platform are on AWS: a resource that is replaced has another one. */
    async function physicalIds(): Promise<string[]> {
      const each = (await stacks()).map(({ StackName = '' }) =>
        account.resources(StackName),
      );
      return (await Promise.all(each))
        .flat()
        .map(
          ({ LogicalResourceId, PhysicalResourceId }) =>
            `${LogicalResourceId}: ${PhysicalResourceId}`,
        );
    }

    beforeAll(async () => {
      const { client, sandboxUrl, state } = await sharedPortal();
      form = await exampleForm(size, { name: `life-${size}` });
      platformId = `${form.name}-${form.environment}`;
      account = new SandboxAccount(sandboxUrl, form);
      await client.createPlatform(form);
      repository = await InstalledRepository.copyOf(
        path.join(state, 'repositories', platformId),
        path.join(elsewhere, platformId),
        { ...form, url: sandboxUrl },
        previous,
      );
      previous = repository;
    });

    // The integration tests leave out what needs resources that run.
    it.each(['test:contract', 'test:integration'])(
      'R36: passes npm run %s',
      async script => {
        const { code, output } = await repository.script(script);
        expect({ code, output }).toEqual({ code: 0, output });
      },
    );

    it('R34: changes nothing but an agent when nothing but that agent changed', async () => {
      const resources = await physicalIds();
      const known = new Set((await events()).map(({ EventId }) => EventId));
      await appendFile(
        path.join(repository.folder, 'agents', agent, 'main.ts'),
        '\nconsole.info("changed");\n',
      );
      await repository.cdk(
        ...['deploy', '--all', '--require-approval', 'never'],
        ...['--concurrency', CONCURRENCY],
      );

      const touched = (await events())
        .filter(({ EventId }) => !known.has(EventId))
        .map(event => `${event.StackName} ${event.LogicalResourceId}`);
      const stack = `${platformId}-agents`;
      const construct = `Agent${agent[0].toUpperCase()}${agent.slice(1)}`;
      expect([...new Set(touched)].sort()).toEqual([
        expect.stringMatching(`^${stack} ${construct}RoleDefaultPolicy`),
        expect.stringMatching(`^${stack} ${construct}Runtime`),
        `${stack} ${stack}`,
      ]);
      expect(await physicalIds()).toEqual(resources);
    });

    it('R36: fails its contract tests with the name of a stack that is missing', async () => {
      const stack = `${platformId}-${missing}`;
      await account.unprotect(stack);
      await account.delete(stack);

      const { code, output } = await repository.script('test:contract');
      expect(code).toBe(1);
      expect(output).toContain(`The stack ${stack} is missing`);
      expect(output).toMatch(/Tests: +1 failed/);
    });

    it(`R38: leaves ${
      stays.length > 0 ? 'nothing but data' : 'nothing'
    } behind when it is destroyed`, async () => {
      for (const { StackName = '' } of await stacks()) {
        await account.unprotect(StackName);
      }
      await repository.cdk(
        ...['destroy', '--all', '--force', '--app', 'cdk.out'],
        ...['--concurrency', CONCURRENCY],
      );

      expect(await stacks()).toEqual([]);
      const left = await account.tagged('agentinfra:platform', platformId);
      const services = left.map(arn => arn.split(':')[2]);
      expect([...new Set(services)].sort()).toEqual(stays);
    });
  },
);
