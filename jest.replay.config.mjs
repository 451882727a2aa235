import base from './jest.config.mjs';

/** `npm run replay`: prints the results of cases as text, one after the other. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/cases/replay/print-cases.ts'],
  maxWorkers: 1,
  workerIdleMemoryLimit: undefined,
  testTimeout: 600_000,
};
