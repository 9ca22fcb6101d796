export {
  platformLinks,
  type PlatformLink,
  type PlatformLinkOptions,
} from './links';
