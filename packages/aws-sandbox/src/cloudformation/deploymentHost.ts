import type { FaultPlan } from '../faults/faultPlan';
import type { Effects } from '../resources/effects';
import type { SandboxState } from '../state/sandboxState';

/** What deployments need of the sandbox around them. */
export interface DeploymentHost {
  state: SandboxState;
  faults: FaultPlan;
  effects: Effects;
  /** The share of the time of AWS that everything takes; 0 for none. It can change while the sandbox runs. */
  speed: number;
}
