import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts, untilSaid } from '../support/launcher';
import { exampleForm, ROOT, type FormValues } from '../support/places';
import { collectOutput, runOrThrow } from '../support/processes';
import { stacksIn } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

describe('The rendered repository on its own', () => {
  let form: FormValues;
  let platformId: string;
  /** A folder with nothing of this repository around it. */
  let elsewhere: string;
  let repository: string;

  beforeAll(async () => {
    const { client, state } = await sharedPortal();
    form = await exampleForm('smallest', { name: 'alone' });
    platformId = `alone-${form.environment}`;
    await client.createPlatform(form);
    elsewhere = await mkdtemp(path.join(tmpdir(), 'agentinfra-alone-'));
    repository = path.join(elsewhere, platformId);
    await cp(path.join(state, 'repositories', platformId), repository, {
      recursive: true,
    });
  });
  afterAll(() => rm(elsewhere, { recursive: true, force: true }));

  // Its tests are run by those of quality.
  it('installs and synthesizes', async () => {
    const inside = { cwd: repository };
    await runOrThrow(['npm', 'ci', '--no-audit', '--no-fund'], inside);
    await runOrThrow(['npx', 'cdk', 'synth', '--quiet'], inside);
    expect(await runOrThrow(['git', 'status', '--porcelain'], inside)).toBe('');
  });

  describe('with the stock CDK CLI and a sandbox of its own', () => {
    let sandbox: ChildProcess;
    let sandboxUrl: string;

    beforeAll(async () => {
      const [port] = await freePorts(1);
      sandboxUrl = `http://127.0.0.1:${port}`;
      sandbox = spawn(
        process.execPath,
        [
          path.join(ROOT, 'packages/aws-sandbox/bin/aws-sandbox.mjs'),
          ...['--port', String(port), '--speed', '0'],
          ...['--state', path.join(elsewhere, 'sandbox')],
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      await untilSaid(
        sandbox,
        collectOutput(sandbox),
        `AWS sandbox: ${sandboxUrl}`,
      );
    });
    afterAll(async () => {
      const ended = new Promise(resolve => {
        sandbox.on('close', resolve);
      });
      sandbox.kill();
      await ended;
    });

    const cdk = (...args: string[]) =>
      runOrThrow(['npx', 'cdk', ...args], {
        cwd: repository,
        env: {
          AWS_ENDPOINT_URL: sandboxUrl,
          AWS_ACCESS_KEY_ID: form.account,
          AWS_SECRET_ACCESS_KEY: 'sandbox',
        },
      });
    const stacks = () => stacksIn(sandboxUrl, form, `${platformId}-`);

    it('bootstraps', async () => {
      await cdk('bootstrap', `aws://${form.account}/${form.region}`);
    });

    it('deploys', async () => {
      await cdk('deploy', '--all', '--require-approval', 'never');
      const statuses = (await stacks()).map(stack => stack.StackStatus);
      expect(statuses.length).toBeGreaterThan(3);
      expect(new Set(statuses)).toEqual(new Set(['CREATE_COMPLETE']));
    });

    it('finds no difference afterwards', async () => {
      expect(await cdk('diff', '--all')).toMatch(
        /Number of stacks with differences: 0/,
      );
    });

    it('destroys', async () => {
      await cdk('destroy', '--all', '--force');
      expect(await stacks()).toEqual([]);
    });
  });
});
