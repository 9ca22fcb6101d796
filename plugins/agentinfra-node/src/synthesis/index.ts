export {
  Synthesizer,
  type Synthesis,
  type SynthesizerOptions,
} from './Synthesizer';
