import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'client/dist', 'node_modules', 'coverage', '.data', 'client/src/schema.gen.ts'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'web/**/*.{ts,tsx}', 'client/**/*.ts', 'ormconfig.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read settings from AppConfig; only src/common/config/environment.ts reads the environment.',
        },
      ],
    },
  },
  {
    // Rules of time zones have one source: src/common/time/zones.
    files: ['src/**/*.ts'],
    ignores: ['src/common/time/zones/**', 'src/**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Intl', message: 'Ask timeZoneOf() of src/common/time/zones.' }],
      'no-restricted-imports': [
        'error',
        ...['luxon', 'moment', 'moment-timezone'].map((name) => ({
          name,
          message: 'Ask timeZoneOf() of src/common/time/zones.',
        })),
        {
          name: 'node:util',
          importNames: ['parseArgs'],
          message: 'Declare a command with defineCommand() of src/cli/command.ts.',
        },
      ],
    },
  },
  { files: ['web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  { files: ['src/common/config/environment.ts', 'test/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  prettier,
);
