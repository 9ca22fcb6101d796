export {
  AwsAccess,
  type AwsAccessOptions,
  type AwsCredentials,
  type AwsEnvironment,
} from './AwsAccess';
export {
  errorChain,
  explainFacts,
  isTransient,
  type ErrorFacts,
} from './errors';
