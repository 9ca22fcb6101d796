/**
 * The deployment of one stack: its phases, and the work on its resources.
 *
 * @packageDocumentation
 */
export { type CallOff, Deployment } from './deployment';
