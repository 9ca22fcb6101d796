/**
 * The checks of a template before anything is changed.
 *
 * @packageDocumentation
 */
export { checkCapabilities } from './capabilities';
export { checkTemplate } from './checkTemplate';
