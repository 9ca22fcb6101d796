import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformSnapshot } from '../support/platformSnapshot';
import { Replicas, type ReplicaTask } from '../support/replicas';
import { requireCompleted } from '../support/rig';
import { IS_LONG, MOMENTS, RANDOM_MOMENTS } from './moments';

describe('Two portals on one PostgreSQL', () => {
  let replicas: Replicas;
  let undisturbed: PlatformSnapshot;
  let undisturbedMs: number;

  beforeAll(async () => {
    replicas = await Replicas.start();
    const began = performance.now();
    const { task, runner } = await replicas.create('trial-undisturbed');
    requireCompleted(await replicas.untilSettled(task, runner));
    undisturbedMs = performance.now() - began;
    undisturbed = await replicas.look(task, runner);
  });

  // So that no line is of another task.
  beforeEach(() => replicas.both.forEach(portal => portal.forgetOutput()));

  afterAll(() => replicas?.stop());

  /** Kills the portal that runs a task, and lets the other complete it. */
  async function killRunner(
    { task, runner, other }: ReplicaTask,
    how: string,
  ): Promise<void> {
    await runner.kill();
    await replicas.sandbox.fail();
    requireCompleted(await replicas.untilSettled(task, other));
    await runner.restart();

    expect({ how, ...(await replicas.look(task, other)) }).toEqual({
      how,
      ...undisturbed,
    });
  }

  it('complete a platform once when the one that deploys it is killed', async () => {
    await killRunner(
      await replicas.createHeld('trial-taken-over'),
      'killed under way',
    );
  });

  it('complete a platform once when the one that deploys it is frozen, and thawed when the other has taken over', async () => {
    const { task, runner, other } = await replicas.createHeld('trial-frozen');
    runner.freeze();
    await replicas.untilSaysOf(task, other, /trial-frozen-dev-/);
    runner.thaw();
    await replicas.untilSaysOf(
      task,
      runner,
      /lost its hold on trial-frozen-dev/,
    );
    await replicas.sandbox.fail();
    requireCompleted(await replicas.untilSettled(task, other));

    expect(await replicas.look(task, other)).toEqual(undisturbed);
  });

  it('let one person deploy a platform, and tell the second who does since when', async () => {
    const { task, runner } = await replicas.createHeld('trial-wanted');
    const { task: second } = await replicas.create('trial-wanted');
    const refused = await replicas.untilSettled(second, runner);
    await replicas.sandbox.fail();

    expect(refused.status).toBe('failed');
    expect(refused.log).toMatch(
      new RegExp(
        `trial-wanted-dev is being deployed by user:default/guest since \\d{4}-.* UTC \\(task ${task.id}\\)`,
      ),
    );
    requireCompleted(await replicas.untilSettled(task, runner));
    expect(await replicas.look(task, runner)).toEqual(undisturbed);
  });

  if (IS_LONG) {
    it.each(MOMENTS.map((moment, index) => ({ ...moment, index })))(
      'complete a platform once when the one that deploys it is killed $moment',
      async ({ moment, line, index }) => {
        const created = await replicas.create(`trial-step-${index}`);
        await replicas.untilSaysOf(created.task, created.runner, line);
        await killRunner(created, moment);
      },
    );

    it.each(Array.from({ length: RANDOM_MOMENTS }, (_, index) => index))(
      'complete a platform once when the one that deploys it is killed at any moment (%i)',
      async index => {
        const afterMs = Math.random() * undisturbedMs;
        const created = await replicas.create(`trial-moment-${index}`);
        await sleep(afterMs);
        await killRunner(created, `killed after ${Math.round(afterMs)} ms`);
      },
    );
  }
});
