export { DeploymentLog, describeInterruption } from './DeploymentLog';
export {
  describeCost,
  describePrediction,
  summarizeDeployment,
  summarizePlan,
} from './summaries';
