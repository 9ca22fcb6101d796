/** @type {import('jest').Config} */
module.exports = {
  rootDir: 'src',
  testMatch: ['**/reliability/*.test.ts'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['@swc/jest'] },
  // Portals are killed, started again, and given time to notice.
  testTimeout: 600_000,
};
