export { checkNameFree, checkOwnerExists } from './checks';
export {
  REPOSITORY_CHANGED_TOPIC,
  type RepositoryChange,
} from './LocalRepositoryProvider';
export { catalogModuleAgentInfra } from './module';
export { waitForPlatform } from './waitForPlatform';
