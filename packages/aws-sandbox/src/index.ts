/**
 * An embedded AWS that speaks the real wire protocol.
 *
 * @packageDocumentation
 */
export { runCli } from './cli';
export { DEFAULT_PORT, DEFAULT_SPEED, startSandbox } from './sandbox';
export type { Sandbox, SandboxOptions } from './sandbox';
export type { Logger } from './server/logger';
