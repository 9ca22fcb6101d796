/** @type {import('jest').Config} */
module.exports = {
  rootDir: 'src',
  testMatch: ['**/quality/*.test.ts'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['@swc/jest'] },
  // The tests of a whole repository, and linters that read hundreds of templates.
  testTimeout: 600_000,
};
