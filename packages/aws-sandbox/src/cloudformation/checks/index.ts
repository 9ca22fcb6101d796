/**
 * What CloudFormation checks of a template before it touches anything.
 *
 * @packageDocumentation
 */
export { checkCapabilities } from './capabilities';
export { checkTemplate } from './checkTemplate';
