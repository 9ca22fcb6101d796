export { commitMessage } from './commits';
export { LocalRepositories } from './LocalRepositories';
export type {
  Author,
  Change,
  CommitResult,
  PlatformRepositories,
  PublishOptions,
  WriteFileOptions,
} from './PlatformRepositories';
export { readDefinition } from './readDefinition';
export { RemoteRepositories, type RemotePlace } from './RemoteRepositories';
