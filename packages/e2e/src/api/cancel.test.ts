import { clear, freshPlace, startPortal } from '../support/launcher';
import { exampleForm } from '../support/places';
import { PortalClient } from '../support/portalClient';

describe('A task that is cancelled while it deploys', () => {
  it('ends as cancelled', async () => {
    // Slow enough that the deployment is still going on when the order comes.
    const place = await freshPlace();
    const portal = await startPortal(place, '--speed', '0.2');
    const client = await PortalClient.signIn(portal.url);
    const form = await exampleForm('smallest', { name: 'given-up' });
    const { body } = await client.create(form);

    for await (const event of client.follow(body.id)) {
      if (event.body.message.includes('CREATE_IN_PROGRESS')) {
        break;
      }
    }
    await client.cancel(body.id);
    const task = await client.untilEnded(body.id);

    expect(task.status).toBe('cancelled');
    await portal.stop();
    await clear(place);
  });
});
