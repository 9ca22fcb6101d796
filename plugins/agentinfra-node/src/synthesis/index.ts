export type { CostEstimate } from './cost';
export type { Finding, PlannedStack, SynthesisPlan } from './plan';
export {
  Synthesizer,
  type Synthesis,
  type SynthesizerOptions,
} from './Synthesizer';
