import { Rig } from '../support/rig';

/** Moments of a deployment by the line of the log after which they come. */
const MOMENTS: [moment: string, line: RegExp][] = [
  ['while it renders', /"actionType":"execution"/],
  ['while it synthesizes', /Rendered \d+ files/],
  ['while it publishes', /\d+ stacks with \d+ resources/],
  ['when it begins to deploy', /Deploying to the sandbox/],
  ['while the first stacks are being created', /-network: started/],
  ['between two stacks', /-network: (created|unchanged)/],
  ['while it registers', /10 of 10 stacks/],
];

describe('A portal that is killed and started again', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await Rig.start();
  });

  afterAll(() => rig?.stop());

  it('completes a platform exactly once when it is killed at every step', async () => {
    const undisturbed = await rig.undisturbed();
    await rig.portal.kill();
    await rig.portal.restart();
    const task = await rig.create('trial-killed');

    for (const [, line] of MOMENTS) {
      await rig.untilSaysOf(task, line);
      await rig.portal.kill();
      await rig.portal.restart();
    }
    const { status, log } = await rig.untilSettled(task);

    expect({ status, log }).toMatchObject({ status: 'completed' });
    expect(await rig.look(task)).toEqual(undisturbed);
  });
});
