/** @type {import('jest').Config} */
module.exports = {
  rootDir: 'src',
  // Those in reliability/ have portals of their own: jest.reliability.config.js.
  testMatch: ['**/{api,browser,launcher,platforms,repository}/*.test.ts'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['@swc/jest'] },
  // One portal serves the tests that need nothing of their own.
  globalSetup: '<rootDir>/support/globalSetup.ts',
  globalTeardown: '<rootDir>/support/globalTeardown.ts',
  // A deployment of everything, a browser and npm take their time on a small machine.
  testTimeout: 600_000,
};
