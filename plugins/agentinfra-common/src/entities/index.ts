export {
  AGENT_COMPONENT_TYPE,
  PLATFORM_COMPONENT_TYPE,
  platformEntities,
  type PlatformEntityOptions,
} from './entities';
export { ownerRef, partEntityName, platformEntityRef } from './names';
