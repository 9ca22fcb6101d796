import { clear, freshPlace, startPortal } from '../support/launcher';
import { exampleForm } from '../support/places';
import { PortalClient } from '../support/portalClient';

describe('A task that is cancelled while it deploys', () => {
  it('ends as cancelled', async () => {
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

      const { status, log } = await client.untilEnded(body.id);
      expect({ status, log }).toMatchObject({ status: 'cancelled' });
    } finally {
      await portal.stop();
      await clear(place);
    }
  });
});
