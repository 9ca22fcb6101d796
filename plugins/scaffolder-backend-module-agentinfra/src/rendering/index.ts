export {
  readDefinitionInput,
  renderPlatform,
  type RenderingOptions,
  type RenderPlatformOptions,
} from './renderPlatform';
