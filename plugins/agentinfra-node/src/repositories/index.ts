export {
  LocalRepositories,
  type Author,
  type PublishOptions,
  type PublishResult,
} from './LocalRepositories';
export { readDefinition } from './readDefinition';
