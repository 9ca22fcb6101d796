module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Here, waiting until something is there is what a test asserts.
    'jest/expect-expect': 'off',
  },
});
