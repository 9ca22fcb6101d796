import { type BegunTask, Rig } from '../support/rig';
import { IS_LONG, underWay } from './moments';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.sandbox.fail());
afterAll(() => rig?.stop());

describe('A deployment that meets trouble', () => {
  async function expectCompleted(task: BegunTask): Promise<void> {
    await rig.untilCompleted(task);
    expect(await rig.look(task)).toEqual(await rig.undisturbed());
  }

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
    const task = await rig.createHeld('trial-flaky');
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

  it('goes on with fresh credentials when its own have expired, and says once what to do when those have, too', async () => {
    const task = await rig.createHeld('trial-expired');
    await rig.sandbox.fail({ kind: 'expired', times: 1 });
    await rig.untilSaysOf(task, /Interrupted on the way to AWS/);
    await rig.sandbox.fail({ kind: 'expired' });
    const failed = await rig.untilSettled(task);
    await rig.retry(task);

    expect(failed.error).toMatch(
      /^The portal has no valid AWS credentials for the account \d{12}.*Renew them/,
    );
    expect(failed.log.split('Renew them')).toHaveLength(2);
    await expectCompleted(task);
  });

  it('names the resource that fails, the reason and its place in the code first; Retry completes the platform once the cause is gone, from where it failed', async () => {
    await rig.sandbox.fail({
      kind: 'resource',
      type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      action: 'create',
      reason: 'There are no addresses left',
    });
    const task = await rig.create('trial-unlucky');
    const failed = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await rig.retry(task);

    expect(failed.status).toBe('failed');
    const [first, type, reason, stack] = failed.error.split('\n');
    expect(first).toMatch(/^\w+ \(ingress\/.*\) failed: CREATE_FAILED/);
    expect(type).toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(reason).toContain('There are no addresses left');
    expect(stack).toContain('trial-unlucky-dev-ingress');
    expect(left).toContain('ROLLBACK_COMPLETE');
    expect(left.filter(state => state.endsWith('_FAILED'))).toEqual([]);
    await expectCompleted(task);
    const { log } = await rig.untilSettled(task);
    for (const step of ['render', 'synth', 'publish']) {
      expect(log).toContain(`Skipping step ${step} because it was already`);
    }
  });

  it('fails and cannot be taken back; Retry has it deleted and completes the platform', async () => {
    await rig.sandbox.fail(
      {
        kind: 'resource',
        type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        action: 'create',
      },
      {
        kind: 'resource',
        stack: 'trial-doomed-dev-ingress',
        action: 'delete',
      },
    );
    const task = await rig.create('trial-doomed');
    await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await rig.retry(task);

    expect(left).toContain('ROLLBACK_FAILED');
    await expectCompleted(task);
  });

  it('is cancelled, says what becomes of each stack, leaves nothing half-made, and is completed by Retry', async () => {
    const task = await rig.createHeld('trial-given-up');
    await rig.cancel(task);
    const cancelled = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await rig.retry(task);

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

describe('An update that meets trouble', () => {
  /** What each update changes: the logs of several stacks, and the budget. */
  const CHANGES = {
    observability: {
      alarmEmail: 'agents-team@example.com',
      logRetentionDays: 90,
    },
    budget: { monthlyUsd: 200 },
  };
  const UPDATE_OF_LOGS = {
    kind: 'resource',
    type: 'AWS::Logs::LogGroup',
    action: 'update',
  };

  /** Makes a platform, then presses Create for it once more with changes. */
  async function update(name: string): Promise<BegunTask> {
    await rig.untilCompleted(await rig.create(name));
    return rig.create(name, CHANGES);
  }

  async function expectCompleted(task: BegunTask): Promise<void> {
    await rig.untilCompleted(task);
    expect(await rig.look(task)).toEqual(await rig.undisturbedUpdate(CHANGES));
  }

  it('is cancelled, taken back, and made by Retry', async () => {
    await rig.sandbox.fail({ ...UPDATE_OF_LOGS, effect: 'hang' });
    const task = await update('trial-hesitant');
    await rig.sandbox.untilStruck();
    await rig.cancel(task);
    const cancelled = await rig.untilSettled(task);
    // What is being taken back hangs as well, until now.
    await rig.sandbox.fail();
    const left = await rig.untilAtRest(task);
    await rig.retry(task);

    expect(cancelled.log).toMatch(
      /trial-hesitant-dev-\w+: was being updated and now goes back to what it was/,
    );
    expect(left).toContain('UPDATE_ROLLBACK_COMPLETE');
    expect(left.filter(state => !state.endsWith('_COMPLETE'))).toEqual([]);
    await expectCompleted(task);
  });

  it('fails and cannot be taken back either; Retry has it taken back, then makes it', async () => {
    await rig.sandbox.fail(UPDATE_OF_LOGS);
    const task = await update('trial-stuck');
    const failed = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await rig.retry(task);

    expect(failed.error).toMatch(/^\w+ \(.*\) failed: UPDATE_FAILED/);
    expect(left).toContain('UPDATE_ROLLBACK_FAILED');
    await expectCompleted(task);
  });
});
