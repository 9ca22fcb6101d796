export {
  Deployer,
  type DeployedStack,
  type DeployerOptions,
  type DeployOptions,
} from './Deployer';
export type {
  DeploymentEvent,
  DeploymentProgress,
  ResourceEvent,
  ResourceInProgress,
  StackOutcome,
} from './events';
export { DeploymentError } from './failure';
export type { Leash } from './Leash';
