export {
  Deployer,
  type DeployedStack,
  type DeployerOptions,
  type DeployOptions,
} from './Deployer';
export type {
  DeploymentEvent,
  DeploymentProgress,
  Interruption,
  ResourceEvent,
  ResourceInProgress,
  StackOutcome,
} from './events';
export { DeploymentError } from './failure';
export type { Leash } from './Leash';
export type { PatienceOptions } from './Patience';
export type { OnCancel } from './stacks';
