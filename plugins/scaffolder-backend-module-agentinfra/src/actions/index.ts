export { createDeployAction } from './deploy';
export { createPublishAction } from './publish';
export { createRegisterAction } from './register';
export { createRenderAction } from './render';
export { createSynthAction } from './synth';
