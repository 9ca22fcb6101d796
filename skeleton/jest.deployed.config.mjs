/**
 * Tests of a platform that is deployed: they ask the account that the credentials belong to.
 *
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  roots: ['test/contract', 'test/integration'],
  testMatch: ['**/*.test.ts'],
  testTimeout: 120_000,
  // What is skipped says why in its name.
  verbose: true,
  transform: { '\\.ts$': '@swc/jest' },
};
