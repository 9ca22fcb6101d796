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

/** The long form, for whoever changes something here: `AGENTINFRA_RELIABILITY=long npm test -- --only reliability portalKilled`. */
const IS_LONG = process.env.AGENTINFRA_RELIABILITY === 'long';
/** How often the long form kills at any moment. */
const RANDOM_MOMENTS = 20;

describe('A portal that is killed and started again', () => {
  let rig: Rig;
  /** How long a deployment takes that nothing disturbs, in milliseconds. */
  let undisturbedMs: number;

  beforeAll(async () => {
    rig = await Rig.start();
    const began = performance.now();
    await rig.undisturbed();
    undisturbedMs = performance.now() - began;
  });

  // So that no line is of another task.
  beforeEach(async () => {
    await rig.portal.kill();
    await rig.portal.restart();
  });

  afterAll(() => rig?.stop());

  it('completes a platform exactly once although it is killed at one step after the other', async () => {
    const task = await rig.create('trial-killed');
    for (const { line } of MOMENTS.filter(
      ({ inShort }) => IS_LONG || inShort,
    )) {
      await rig.untilSaysOf(task, line);
      await rig.portal.kill();
      await rig.portal.restart();
    }
    await expectCompleted(task);
  });

  if (IS_LONG) {
    it.each(
      MOMENTS.map(({ moment, line }, index) => ({ moment, line, index })),
    )(
      'completes a platform exactly once when it is killed $moment',
      async ({ line, index }) => {
        const task = await rig.create(`trial-step-${index}`);
        await rig.untilSaysOf(task, line);
        await rig.portal.kill();
        await rig.portal.restart();
        await expectCompleted(task);
      },
    );

    it.each(Array.from({ length: RANDOM_MOMENTS }, (_, index) => index))(
      'completes a platform exactly once when it is killed at any moment (%i)',
      async index => {
        const afterMs = Math.random() * undisturbedMs;
        const task = await rig.create(`trial-moment-${index}`);
        await sleep(afterMs);
        await rig.portal.kill();
        await rig.portal.restart();
        await expectCompleted(task, `killed after ${Math.round(afterMs)} ms`);
      },
    );
  }

  async function expectCompleted(task: BegunTask, how = ''): Promise<void> {
    await rig.untilCompleted(task);
    expect({ how, ...(await rig.look(task)) }).toEqual({
      how,
      ...(await rig.undisturbed()),
    });
  }
});
