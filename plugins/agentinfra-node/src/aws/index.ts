export {
  AwsAccess,
  type AwsAccessOptions,
  type AwsCredentials,
  type AwsEnvironment,
} from './AwsAccess';
export {
  errorChain,
  explainFacts,
  isExpired,
  isTransient,
  isUnreachable,
  type ErrorFacts,
} from './errors';
