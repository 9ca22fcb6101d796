export {
  AwsAccess,
  type AwsAccessOptions,
  type AwsCredentials,
  type AwsEnvironment,
} from './AwsAccess';
export { errorChain, explainFacts, type ErrorFacts } from './errors';
