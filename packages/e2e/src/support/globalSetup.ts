import { freshPlace, startPortal, type RunningPortal } from './launcher';
import { sharePortal } from './sharedPortal';

declare global {
  // The teardown runs in the same process. TypeScript knows globals by `var` alone.
  // eslint-disable-next-line no-var
  var agentinfraPortal: RunningPortal | undefined;
}

/** Starts the portal that the test files share. */
export default async function globalSetup(): Promise<void> {
  const portal = await startPortal(await freshPlace());
  globalThis.agentinfraPortal = portal;
  sharePortal({
    url: portal.url,
    sandboxUrl: portal.sandboxUrl,
    state: portal.state,
  });
}
