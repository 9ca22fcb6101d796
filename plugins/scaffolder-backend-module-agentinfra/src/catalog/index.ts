export { checkNameFree, checkOwnerExists } from './checks';
export { REPOSITORY_CHANGED_TOPIC } from './LocalRepositoryProvider';
export { catalogModuleAgentInfra } from './module';
export { waitForPlatform } from './waitForPlatform';
