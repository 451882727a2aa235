/** NestJS 12 is ESM only: jest runs it with NODE_OPTIONS=--experimental-vm-modules (see package.json). */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      target: 'es2023',
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

export default {
  testEnvironment: '<rootDir>/test/support/test-environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  runtime: '<rootDir>/test/support/runtime.mjs',
  transform: { '^.+\\.ts$': swc },
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/web/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/test/performance/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // On two cores: workers also wait for the database and for programs that they have started.
  maxWorkers: 3,
  // Node 20 never frees the modules of a test file (about 40 MB with the whole application). Between files a worker that has
  // more is replaced: a large one collects garbage for long, and at the end takes longer to exit than jest waits.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 120_000,
};
