export type { TemplateResource } from './references';
export {
  predictDeployment,
  type DeploymentPrediction,
  type PathStep,
  type PredictedStack,
} from './predictDeployment';
