import { setTimeout as sleep } from 'node:timers/promises';
import {
  clear,
  freshPlace,
  type PortalPlace,
  type RunningPortal,
  startPortal,
} from '../support/launcher';
import { exampleForm } from '../support/places';
import { type PlatformSnapshot, snapshotOf } from '../support/platformSnapshot';
import { PortalClient } from '../support/portalClient';
import { begin, type BegunTask, requireCompleted, SPEED } from '../support/rig';
import { IS_LONG, RANDOM_MOMENTS } from './moments';

describe('What npm start runs, killed as a whole and started again at once', () => {
  let place: PortalPlace;
  let portal: RunningPortal;
  let undisturbed: PlatformSnapshot;
  let undisturbedMs: number;

  beforeAll(async () => {
    place = await freshPlace();
    await start();
    const began = performance.now();
    undisturbed = await completed(await create('trial-undisturbed'));
    undisturbedMs = performance.now() - began;
  });
  afterAll(async () => {
    await portal?.stop();
    await clear(place);
  });

  async function start(): Promise<void> {
    portal = await startPortal(place, '--speed', String(SPEED));
  }

  async function create(name: string): Promise<BegunTask> {
    const form = await exampleForm('smallest', { name });
    return {
      id: await begin(await PortalClient.signIn(portal.url), form),
      form,
    };
  }

  /** What there is of a platform whose task must succeed. */
  async function completed({ id, form }: BegunTask): Promise<PlatformSnapshot> {
    const client = await PortalClient.signIn(portal.url);
    requireCompleted(await client.untilSettled(id));
    const { sandboxUrl } = portal;
    return snapshotOf({ client, sandboxUrl, state: place.state }, form);
  }

  it.each(
    Array.from({ length: IS_LONG ? RANDOM_MOMENTS : 1 }, (_, index) => index),
  )(
    'completes a platform exactly once, whenever that happens (%i)',
    async index => {
      const afterMs = Math.random() * undisturbedMs;
      const how = `killed after ${Math.round(afterMs)} ms`;
      const task = await create(`trial-moment-${index}`);
      await sleep(afterMs);
      portal.launcher.kill('SIGKILL');
      await start();

      expect({ how, ...(await completed(task)) }).toEqual({
        how,
        ...undisturbed,
      });
    },
  );
});
