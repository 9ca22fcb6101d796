import { lockTables } from '../support/catalogDatabase';
import {
  clear,
  freshPlace,
  startPortal,
  type PortalPlace,
} from '../support/launcher';
import { descendantsOf, untilGone } from '../support/processes';

describe('A portal that was started by npm start', () => {
  let place: PortalPlace;

  beforeEach(async () => {
    place = await freshPlace();
  });
  afterEach(() => clear(place));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'leaves no process behind after %s',
    async signal => {
      const portal = await startPortal(place);
      const started = await descendantsOf(portal.launcher.pid!);
      expect(started.length).toBeGreaterThanOrEqual(2);

      await portal.stop(signal);

      await untilGone(started);
    },
  );

  it('is started again at once after its launcher was killed', async () => {
    const killed = await startPortal(place);
    const left = await descendantsOf(killed.launcher.pid!);
    killed.launcher.kill('SIGKILL');

    const portal = await startPortal(place);

    await untilGone(left);
    await portal.stop();
  });

  it('is started again after it was killed while it made its tables', async () => {
    const first = await startPortal(place);
    await first.stop();
    lockTables(place.state);

    const portal = await startPortal(place);

    await portal.stop();
  });

  it('stops as a whole, and says why, when the sandbox ends', async () => {
    const portal = await startPortal(place);
    const started = await descendantsOf(portal.launcher.pid!);
    const ended = new Promise<number | null>(resolve => {
      portal.launcher.on('close', resolve);
    });

    const sandbox = started.findLast(({ command }) =>
      command.includes('aws-sandbox.mjs'),
    );
    process.kill(sandbox!.pid, 'SIGKILL');

    expect(await ended).toBe(1);
    expect(portal.output()).toMatch(/AgentInfra: the AWS sandbox/);
    await untilGone(started);
  });
});
