import type { PlatformSnapshot } from '../support/platformSnapshot';
import { Replicas } from '../support/replicas';
import { requireCompleted } from '../support/rig';

/** The line of a deployment that is well under way. */
const UNDER_WAY = (name: string) => new RegExp(`${name}-dev-network: started`);

describe('Two portals on one PostgreSQL', () => {
  let replicas: Replicas;
  let undisturbed: PlatformSnapshot;

  beforeAll(async () => {
    replicas = await Replicas.start();
    const { task, runner } = await replicas.create('trial-undisturbed');
    requireCompleted(await replicas.untilSettled(task, runner));
    undisturbed = await replicas.look(task, runner);
  });

  afterAll(() => replicas?.stop());

  it('complete a platform once when the one that deploys it is killed', async () => {
    const { task, runner, other } = await replicas.create('trial-taken-over');
    await replicas.untilSaysOf(task, runner, UNDER_WAY('trial-taken-over'));
    await runner.kill();
    requireCompleted(await replicas.untilSettled(task, other));
    await runner.restart();

    expect(await replicas.look(task, other)).toEqual(undisturbed);
  });

  it('complete a platform once when the one that deploys it is frozen, and thawed when the other has taken over', async () => {
    const { task, runner, other } = await replicas.create('trial-frozen');
    await replicas.untilSaysOf(task, runner, UNDER_WAY('trial-frozen'));
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
    await replicas.untilSaysOf(task, runner, UNDER_WAY('trial-wanted'));
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
});
