import type { Fault } from '../faults/faultPlan';
import type { Sandbox } from '../sandbox';

/** Tells a sandbox what shall go wrong; nothing when there are none. */
export async function setFaults(
  sandbox: Sandbox,
  ...faults: Partial<Fault>[]
): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  if (!response.ok) {
    throw new Error(await response.text());
  }
}
