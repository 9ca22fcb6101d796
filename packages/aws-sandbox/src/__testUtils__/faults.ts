import type { Fault } from '../faults/faultPlan';
import type { Sandbox } from '../sandbox';

/** Replaces the plan of faults of a sandbox. */
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
