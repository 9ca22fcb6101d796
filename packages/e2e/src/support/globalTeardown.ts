import { clear } from './launcher';

/** Stops the portal that the test files shared. */
export default async function globalTeardown(): Promise<void> {
  const portal = globalThis.agentinfraPortal;
  if (portal) {
    await portal.stop();
    await clear(portal);
  }
}
