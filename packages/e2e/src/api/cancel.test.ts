import { clear, freshPlace, startPortal } from '../support/launcher';
import { exampleForm } from '../support/places';
import { PortalClient } from '../support/portalClient';

describe('A task that is cancelled while it deploys', () => {
  it('ends, and says what becomes of each stack', async () => {
    const place = await freshPlace();
    // Slow enough that the deployment is still going on when the order comes.
    const portal = await startPortal(place, '--speed', '0.5');
    try {
      const client = await PortalClient.signIn(portal.url);
      const form = await exampleForm('smallest', { name: 'given-up' });
      const { body } = await client.create(form);
      for await (const event of client.follow(body.id)) {
        if (event.body.message.includes('-network: started')) {
          break;
        }
      }

      await client.cancel(body.id);

      const { status, events, log } = await client.untilEnded(body.id);
      expect(events.map(({ type }) => type)).toContain('cancelled');
      // The scaffolder counts a cancelled task among those that failed.
      expect(status).toBe('failed');
      expect(log).toContain('The deployment was cancelled');
      expect(log).toMatch(/-network: .*now being deleted/);
    } finally {
      await portal.stop();
      await clear(place);
    }
  });
});
