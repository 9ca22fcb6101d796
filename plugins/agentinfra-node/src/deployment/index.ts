export { Deployer, type DeployerOptions } from './Deployer';
export type { DeployOptions, DeploymentSettings } from './Deployment';
export type {
  DeploymentEvent,
  DeploymentProgress,
  Interruption,
  ObsoleteOutcome,
  ResourceEvent,
  ResourceInProgress,
  StackOutcome,
} from './events';
export { DeploymentError } from './failure';
export type { Leash } from './Leash';
export type { DeployedStack } from './outcomes';
export type { PatienceOptions } from './Patience';
export type { OnCancel } from './stacks';
