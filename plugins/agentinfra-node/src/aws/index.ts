export {
  AwsAccess,
  type AwsAccessOptions,
  type AwsCredentials,
} from './AwsAccess';
export type { AwsEnvironment } from './environment';
export {
  errorChain,
  explainFacts,
  isExpired,
  isTransient,
  isUnreachable,
  type ErrorFacts,
} from './errors';
