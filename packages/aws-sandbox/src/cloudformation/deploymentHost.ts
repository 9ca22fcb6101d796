import type { FaultPlan } from '../faults/faultPlan';
import type { Effects } from '../resources/effects';
import type { SandboxState } from '../state/sandboxState';

/** What deployments need from the sandbox. */
export interface DeploymentHost {
  readonly state: SandboxState;
  readonly faults: FaultPlan;
  readonly effects: Effects;
  /** The share of the time that AWS takes; 0 does not wait at all. It can change while the sandbox runs. */
  speed: number;
}
