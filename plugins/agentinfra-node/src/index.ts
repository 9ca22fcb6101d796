/**
 * Renders, synthesizes, publishes and deploys Amazon Bedrock agent platforms. It does not depend on the scaffolder.
 *
 * @packageDocumentation
 */
export {
  AwsAccess,
  type AwsAccessOptions,
  type AwsCredentials,
  type AwsEnvironment,
} from './aws';
export * from './deployment';
export * from './prediction';
export * from './rendering';
export * from './repositories';
export * from './synthesis';
