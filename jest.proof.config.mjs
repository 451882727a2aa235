import base from './jest.config.mjs';

/** Proofs that take too long for the suite: `npm run proof:...`. They print their figures, and fail as tests do. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/proof/**/*.proof.ts'],
  maxWorkers: 1,
  workerIdleMemoryLimit: undefined,
  testTimeout: 3_600_000,
};
