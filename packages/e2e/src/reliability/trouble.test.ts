import { Rig } from '../support/rig';

/** The line of a deployment that is well under way. */
const underWay = (name: string) => new RegExp(`${name}-dev-network: started`);

describe('A deployment that meets trouble', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await Rig.start();
    await rig.undisturbed();
  });

  afterEach(() => rig.sandbox.fail());
  afterAll(() => rig?.stop());

  it('completes when AWS loses power in the middle and comes back', async () => {
    const task = await rig.create('trial-outage');
    await rig.untilSaysOf(task, underWay('trial-outage'));
    await rig.sandbox.losePower();
    await rig.untilSaysOf(task, /Interrupted on the way to AWS/);
    await rig.sandbox.comeBack();
    await rig.untilCompleted(task);

    expect(await rig.look(task)).toEqual(await rig.undisturbed());
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
    expect(await rig.look(task)).toEqual(await rig.undisturbed());
  });

  it('names the resource, the reason and its place in the code first; Retry completes the platform', async () => {
    await rig.sandbox.fail({
      kind: 'resource',
      type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      action: 'create',
      times: 1,
      reason: 'There are no addresses left',
    });
    const task = await rig.create('trial-unlucky');
    const failed = await rig.untilSettled(task);
    const client = await rig.portal.client();
    await client.retry(task.id);
    await rig.untilCompleted(task);

    expect(failed.status).toBe('failed');
    const [first, type, reason, stack] = failed.error.split('\n');
    expect(first).toMatch(/^\w+ \(ingress\/.*\) failed: CREATE_FAILED/);
    expect(type).toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(reason).toContain('There are no addresses left');
    expect(stack).toContain('trial-unlucky-dev-ingress');
    expect(await rig.look(task)).toEqual(await rig.undisturbed());
  });

  it('is cancelled, says what becomes of each stack, leaves nothing half-made, and is completed by Retry', async () => {
    const task = await rig.create('trial-given-up');
    await rig.untilSaysOf(task, underWay('trial-given-up'));
    const client = await rig.portal.client();
    await client.cancel(task.id);
    const cancelled = await rig.untilSettled(task);
    const left = await rig.untilAtRest(task);
    await client.retry(task.id);
    await rig.untilCompleted(task);

    // The scaffolder counts a cancelled task among those that failed.
    expect(cancelled.status).toBe('failed');
    expect(cancelled.log).toContain('The deployment was cancelled');
    expect(cancelled.log).toMatch(
      /trial-given-up-dev-\w+: was being created and is now being deleted/,
    );
    expect(left.filter(state => state !== 'CREATE_COMPLETE')).toEqual([]);
    expect(await rig.look(task)).toEqual(await rig.undisturbed());
  });
});
