import { PortalClient } from './portalClient';

const VARIABLE = 'AGENTINFRA_E2E_PORTAL';

/** Where the portal is that all test files share. */
export interface SharedPortal {
  url: string;
  sandboxUrl: string;
  state: string;
}

/** Tells the test files where the portal is. */
export function sharePortal(portal: SharedPortal): void {
  process.env[VARIABLE] = JSON.stringify(portal);
}

/** The portal that runs for as long as the tests run, and a client that is signed in as the guest. */
export async function sharedPortal(): Promise<
  SharedPortal & { client: PortalClient }
> {
  const portal: SharedPortal = JSON.parse(process.env[VARIABLE] ?? '');
  return { ...portal, client: await PortalClient.signIn(portal.url) };
}
