export type {
  CostEstimate,
  DeploymentPrediction,
  Finding,
  PathStep,
  PlannedStack,
  SynthesisPlan,
} from './plan';
