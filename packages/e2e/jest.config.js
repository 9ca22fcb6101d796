/** @type {import('jest').Config} */
module.exports = {
  rootDir: 'src',
  testMatch: ['**/*.test.ts'],
  // These have portals of their own: jest.reliability.config.js.
  testPathIgnorePatterns: ['/reliability/'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['@swc/jest'] },
  // One portal serves the tests that need nothing of their own.
  globalSetup: '<rootDir>/support/globalSetup.ts',
  globalTeardown: '<rootDir>/support/globalTeardown.ts',
  // A deployment of everything, a browser and npm take their time on a small machine.
  testTimeout: 600_000,
};
