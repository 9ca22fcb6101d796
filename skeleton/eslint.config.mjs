import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'cdk.out',
      'coverage',
      'node_modules',
      'dist',
      // Pieces of a function that are put together when the app is synthesized; their tests run them.
      'lib/**/*.js',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
);
