import { relative } from 'node:path';
// Part of jest, like the environment beside this file.
import TestSequencer from '@jest/test-sequencer';

/** Files that take more than ten seconds, longest first. One that ends last keeps a worker busy while the other is idle. */
const LONG = [
  'test/cli/import-program.spec.ts',
  'test/cli/demo.spec.ts',
  'test/import/concurrency.spec.ts',
  'test/import/crash-safety.spec.ts',
  'test/api/import-control.spec.ts',
  'test/quality/real-archive-quality.spec.ts',
  'test/database/embedded.spec.ts',
  'test/catalog/sync.spec.ts',
  'test/collector/collection-kills.spec.ts',
  'test/import/real-archive-import.spec.ts',
  'test/collector/collection-day.spec.ts',
  'test/import/s3-faults.spec.ts',
  'test/import/database-restart.spec.ts',
  'test/collector/collection-faults.spec.ts',
  'test/collector/collection-storm.spec.ts',
  'test/cli/catalog-sync-program.spec.ts',
  'test/collector/feed-health.spec.ts',
];

/**
 * Long files first, then those with a database, then those beside the code. Jest remembers durations, but a fresh clone
 * has none to remember, and would go by the sizes of the files.
 */
export default class extends TestSequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ path, context: { config } }) {
  const file = relative(config.rootDir, path);
  const listed = LONG.indexOf(file);
  if (listed >= 0) return listed;
  return file.startsWith('test') ? LONG.length : LONG.length + 1;
}
