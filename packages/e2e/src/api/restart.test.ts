import { clear, freshPlace, startPortal } from '../support/launcher';
import { exampleForm } from '../support/places';
import { PortalClient } from '../support/portalClient';
import { stacksIn } from '../support/sandbox';

describe('A portal that is stopped and started again', () => {
  it('still has the platform, its stacks and its task', async () => {
    const place = await freshPlace();
    const form = await exampleForm('smallest', { name: 'lasting' });
    const platformId = `lasting-${form.environment}`;

    const first = await startPortal(place);
    const before = await PortalClient.signIn(first.url);
    const task = await before.createAndWait(form);
    await first.stop();
    const second = await startPortal(place);
    const after = await PortalClient.signIn(second.url);

    expect(task.status).toBe('completed');
    expect(await after.entity(`component:default/${platformId}`)).toBeDefined();
    expect(await after.untilEnded(task.id)).toMatchObject({
      status: 'completed',
    });
    expect(
      (await stacksIn(second.sandboxUrl, form, `${platformId}-`)).map(
        stack => stack.StackStatus,
      ),
    ).toContain('CREATE_COMPLETE');

    await second.stop();
    await clear(place);
  });
});
