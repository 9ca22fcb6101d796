export { authorOf } from './author';
export { createRepositories, type Repositories } from './repositories';
export {
  type BrowseOptions,
  browseUrls,
  type HostType,
  hostType,
  remoteUrl,
} from './repositoryUrls';
