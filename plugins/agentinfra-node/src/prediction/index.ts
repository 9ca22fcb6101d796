export type { TemplateResource } from './references';
export { predictDeployment, type PredictedStack } from './predictDeployment';
