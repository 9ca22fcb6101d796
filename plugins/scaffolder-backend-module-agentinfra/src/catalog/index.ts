export { checkNameFree, checkOwnerExists } from './checks';
export { catalogModuleAgentInfra } from './module';
export { registerLocal, registerRemote } from './registration';
export { waitForPlatform } from './waitForPlatform';
