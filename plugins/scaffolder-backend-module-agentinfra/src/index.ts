/**
 * Scaffolder actions that render, synthesize, publish, deploy and register Amazon Bedrock agent platforms.
 *
 * @packageDocumentation
 */
export { agentInfraFeatures as default } from './module';
