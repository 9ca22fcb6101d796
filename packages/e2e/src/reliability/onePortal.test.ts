import { setTimeout as sleep } from 'node:timers/promises';
import { forgetEntity, unlistEntity } from '../support/catalogDatabase';
import { type BegunTask, Rig } from '../support/rig';
import { IS_LONG, MOMENTS, RANDOM_MOMENTS, underWay } from './moments';

/** Longer than a lease, and than `scaffolder.taskRecovery.staleTimeout` of app-config.yaml. In milliseconds. */
const FROZEN_MS = 20_000;

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
    beforeEach(() => rig.portal.forgetOutput());

    it.each(MOMENTS.map((moment, index) => ({ ...moment, index })))(
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

describe('A catalog that is killed before it shows or lists what it has read', () => {
  it('shows and lists the platforms when they are registered again', async () => {
    const names = ['trial-forgotten', 'trial-unlisted'];
    const createBoth = () => Promise.all(names.map(name => rig.create(name)));
    const entities = async () => {
      const client = await rig.portal.client();
      return Promise.all(
        names.map(name => client.entitiesOfPlatform(`${name}-dev`)),
      );
    };

    for (const task of await createBoth()) {
      await rig.untilCompleted(task);
    }
    const before = await entities();
    await rig.portal.kill();
    forgetEntity(rig.state, 'component:default/trial-forgotten-dev');
    unlistEntity(rig.state, 'component:default/trial-unlisted-dev');
    await rig.portal.restart();
    const after = await entities();
    const again = await createBoth();

    expect(after.map(({ length }) => length)).toEqual(
      before.map(({ length }) => length - 1),
    );
    for (const task of again) {
      await expectCompleted(task);
    }
  });
});
