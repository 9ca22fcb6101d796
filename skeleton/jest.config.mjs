import { existsSync } from 'node:fs';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Most of the time goes into synthesizing, which keeps a core busy.
  maxWorkers: '100%',
  // A repository without agents of its own has no folder for them.
  roots: ['test', 'agent-kit', 'agents', 'starters'].filter(folder =>
    existsSync(folder),
  ),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/test/contract/',
    '/test/integration/',
  ],
  transform: { '\\.ts$': '@swc/jest' },
};
