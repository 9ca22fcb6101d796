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
    const { id } = await before
      .createPlatform(form)
      .finally(() => first.stop());

    const second = await startPortal(place);
    try {
      const after = await PortalClient.signIn(second.url);
      expect(
        await after.entity(`component:default/${platformId}`),
      ).toBeDefined();
      expect(await after.untilEnded(id)).toMatchObject({ status: 'completed' });
      const stacks = await stacksIn(second.sandboxUrl, form, `${platformId}-`);
      expect(stacks.map(stack => stack.StackStatus)).toContain(
        'CREATE_COMPLETE',
      );
    } finally {
      await second.stop();
      await clear(place);
    }
  });
});
