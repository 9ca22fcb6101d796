/**
 * Utilities for tests of this package and of the scaffolder actions.
 *
 * @packageDocumentation
 */
export { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
export { type ExampleStack, writeExampleRepository } from './exampleRepository';
export { GitServer } from './GitServer';
export { type SandboxProcess, startSandboxProcess } from './sandboxProcess';
