/**
 * What people see of AgentInfra in the portal.
 *
 * @packageDocumentation
 */
export { agentinfraPlugin as default } from './plugin';
