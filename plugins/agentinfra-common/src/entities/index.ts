export {
  AGENT_COMPONENT_TYPE,
  LOCAL_REPOSITORY_LOCATION_TYPE,
  PLATFORM_COMPONENT_TYPE,
  PLATFORM_TEMPLATE,
  platformEntities,
  type PlatformEntityOptions,
  platformEntityRefs,
} from './entities';
export { ownerRef, partEntityName, platformEntityRef } from './names';
