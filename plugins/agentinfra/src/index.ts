/**
 * The front end of AgentInfra: the form, the pages and the cards of Amazon Bedrock agent platforms.
 *
 * @packageDocumentation
 */
export { agentinfraPlugin as default } from './plugin';
