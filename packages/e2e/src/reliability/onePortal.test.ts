import { setTimeout as sleep } from 'node:timers/promises';
import { type BegunTask, Rig } from '../support/rig';

/** Moments of a deployment by the line of the log after which they come; the short form kills at some of them. */
const MOMENTS: { moment: string; line: RegExp; inShort?: boolean }[] = [
  { moment: 'while it renders', line: /"actionType":"execution"/ },
  { moment: 'while it synthesizes', line: /Rendered \d+ files/ },
  { moment: 'while it publishes', line: /\d+ stacks with \d+ resources/ },
  {
    moment: 'when it has published',
    line: /Published .*, commit/,
    inShort: true,
  },
  { moment: 'when it begins to deploy', line: /Deploying to the sandbox/ },
  {
    moment: 'while the first stacks are being created',
    line: /-network: (started|in CREATE_IN_PROGRESS)/,
    inShort: true,
  },
  { moment: 'between two stacks', line: /-network: (created|unchanged)/ },
  {
    moment: 'while it registers',
    line: /\b(\d+) of \1 stacks/,
    inShort: true,
  },
];

/** The long form, for whoever changes something here: `npm test -- --only reliability --long onePortal`. */
const IS_LONG = process.env.AGENTINFRA_LONG === 'true';
/** How often the long form kills at any moment. */
const RANDOM_MOMENTS = 20;
/** Longer than a lease, and than `scaffolder.taskRecovery.staleTimeout` of app-config.yaml. In milliseconds. */
const FROZEN_MS = 20_000;

/** The line of a deployment that is well under way. */
const underWay = (name: string) => new RegExp(`${name}-dev-network: started`);

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

async function expectCompleted(task: BegunTask, how = ''): Promise<void> {
  await rig.untilCompleted(task);
  expect({ how, ...(await rig.look(task)) }).toEqual({
    how,
    ...(await rig.undisturbed()),
  });
}

async function killAndRestart(): Promise<void> {
  await rig.portal.kill();
  await rig.portal.restart();
}

describe('A portal that is killed and started again', () => {
  it('completes a platform exactly once although it is killed at one step after the other', async () => {
    const task = await rig.create('trial-killed');
    for (const { line } of MOMENTS.filter(
      ({ inShort }) => IS_LONG || inShort,
    )) {
      await rig.untilSaysOf(task, line);
      await killAndRestart();
    }
    await expectCompleted(task);
  });

  if (IS_LONG) {
    // So that no line is of another task.
    beforeEach(killAndRestart);

    it.each(
      MOMENTS.map(({ moment, line }, index) => ({ moment, line, index })),
    )(
      'completes a platform exactly once when it is killed $moment',
      async ({ line, index }) => {
        const task = await rig.create(`trial-step-${index}`);
        await rig.untilSaysOf(task, line);
        await killAndRestart();
        await expectCompleted(task);
      },
    );

    it.each(Array.from({ length: RANDOM_MOMENTS }, (_, index) => index))(
      'completes a platform exactly once when it is killed at any moment (%i)',
      async index => {
        const afterMs = Math.random() * (await rig.undisturbedMs());
        const task = await rig.create(`trial-moment-${index}`);
        await sleep(afterMs);
        await killAndRestart();
        await expectCompleted(task, `killed after ${Math.round(afterMs)} ms`);
      },
    );

    it('completes a platform exactly once when it is told to stop in the middle', async () => {
      const task = await rig.create('trial-stopped');
      await rig.untilSaysOf(task, underWay('trial-stopped'));
      await rig.portal.stop();
      await rig.portal.restart();
      await expectCompleted(task);
    });

    it('completes a platform exactly once when it is frozen for longer than the stale time-out', async () => {
      const task = await rig.create('trial-frozen');
      await rig.untilSaysOf(task, underWay('trial-frozen'));
      rig.portal.freeze();
      await sleep(FROZEN_MS);
      rig.portal.thaw();
      await expectCompleted(task);
    });
  }
});

describe('A deployment that meets trouble', () => {
  afterEach(() => rig.sandbox.fail());

  it('completes when AWS loses power in the middle and comes back', async () => {
    const task = await rig.create('trial-outage');
    await rig.untilSaysOf(task, underWay('trial-outage'));
    await rig.sandbox.losePower();
    if (IS_LONG) {
      // The CDK's own retries come first, and take a minute.
      await rig.untilSaysOf(task, /Interrupted on the way to AWS/);
    }
    await rig.sandbox.comeBack();
    await expectCompleted(task);
  });

  it('completes when AWS is throttled, fails, is slow and hangs up', async () => {
    const task = await rig.create('trial-flaky');
    await rig.untilSaysOf(task, underWay('trial-flaky'));
    await rig.sandbox.fail(
      { kind: 'throttle', service: 'cloudformation', times: 20 },
      { kind: 'error', service: 'cloudformation', times: 20 },
      { kind: 'drop', service: 'cloudformation', times: 10 },
      { kind: 'latency', milliseconds: 500, times: 20 },
    );
    await rig.untilCompleted(task);

    expect(await rig.sandbox.struck()).toEqual([20, 20, 10, 20]);
    await expectCompleted(task);
  });

  it('names the resource that fails, the reason and its place in the code first; Retry completes the platform once the cause is gone', async () => {
    await rig.sandbox.fail({
      kind: 'resource',
      type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      action: 'create',
      reason: 'There are no addresses left',
    });
    const task = await rig.create('trial-unlucky');
    const failed = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await rig.sandbox.fail();
    const client = await rig.portal.client();
    await client.retry(task.id);

    expect(failed.status).toBe('failed');
    const [first, type, reason, stack] = failed.error.split('\n');
    expect(first).toMatch(/^\w+ \(ingress\/.*\) failed: CREATE_FAILED/);
    expect(type).toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(reason).toContain('There are no addresses left');
    expect(stack).toContain('trial-unlucky-dev-ingress');
    expect(left).toContain('ROLLBACK_COMPLETE');
    expect(left.filter(state => state.endsWith('_FAILED'))).toEqual([]);
    await expectCompleted(task);
  });

  it('is cancelled, says what becomes of each stack, leaves nothing half-made, and is completed by Retry', async () => {
    const task = await rig.create('trial-given-up');
    await rig.untilSaysOf(task, underWay('trial-given-up'));
    const client = await rig.portal.client();
    await client.cancel(task.id);
    const cancelled = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await client.retry(task.id);

    // The scaffolder counts a cancelled task among those that failed.
    expect(cancelled.status).toBe('failed');
    expect(cancelled.log).toContain('The deployment was cancelled');
    expect(cancelled.log).toMatch(
      /trial-given-up-dev-\w+: was being created and is now being deleted/,
    );
    expect(left.filter(state => state !== 'CREATE_COMPLETE')).toEqual([]);
    await expectCompleted(task);
  });
});
