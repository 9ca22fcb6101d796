import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendProgram } from '../support/backendProgram';
import type { PlatformSnapshot } from '../support/platformSnapshot';
import { Replicas } from '../support/replicas';
import { type BegunTask, requireCompleted } from '../support/rig';
import { IS_LONG, MOMENTS, RANDOM_MOMENTS, underWay } from './moments';

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

  /** Presses Create, kills the portal that runs the task when it is time, and lets the other complete it. */
  async function killRunner(
    name: string,
    untilTime: (begun: BegunTask, runner: BackendProgram) => Promise<void>,
    how: string,
  ): Promise<void> {
    const { task, runner, other } = await replicas.create(name);
    await untilTime(task, runner);
    await runner.kill();
    requireCompleted(await replicas.untilSettled(task, other));
    await runner.restart();

    expect({ how, ...(await replicas.look(task, other)) }).toEqual({
      how,
      ...undisturbed,
    });
  }

  it('complete a platform once when the one that deploys it is killed', () =>
    killRunner(
      'trial-taken-over',
      (task, runner) =>
        replicas.untilSaysOf(task, runner, underWay('trial-taken-over')),
      'killed under way',
    ));

  it('complete a platform once when the one that deploys it is frozen, and thawed when the other has taken over', async () => {
    const { task, runner, other } = await replicas.create('trial-frozen');
    await replicas.untilSaysOf(task, runner, underWay('trial-frozen'));
    runner.freeze();
    await replicas.untilSaysOf(task, other, /trial-frozen-dev-/);
    runner.thaw();
    await replicas.untilSaysOf(
      task,
      runner,
      /lost its hold on trial-frozen-dev/,
    );
    requireCompleted(await replicas.untilSettled(task, other));

    expect(await replicas.look(task, other)).toEqual(undisturbed);
  });

  it('let one person deploy a platform, and tell the second who does since when', async () => {
    const { task, runner } = await replicas.create('trial-wanted');
    await replicas.untilSaysOf(task, runner, underWay('trial-wanted'));
    const { task: second } = await replicas.create('trial-wanted');
    const refused = await replicas.untilSettled(second, runner);

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
      ({ moment, line, index }) =>
        killRunner(
          `trial-step-${index}`,
          (task, runner) => replicas.untilSaysOf(task, runner, line),
          moment,
        ),
    );

    it.each(Array.from({ length: RANDOM_MOMENTS }, (_, index) => index))(
      'complete a platform once when the one that deploys it is killed at any moment (%i)',
      index => {
        const afterMs = Math.random() * undisturbedMs;
        return killRunner(
          `trial-moment-${index}`,
          () => sleep(afterMs),
          `killed after ${Math.round(afterMs)} ms`,
        );
      },
    );
  }
});
