import { relative } from 'node:path';
// Part of jest, like the environment beside this file.
import TestSequencer from '@jest/test-sequencer';

/** Files that take more than ten seconds, longest first. One that ends last keeps a worker busy while the other is idle. */
const LONG = [
  'test/web/dashboard.spec.ts',
  'test/cases/schedules-and-values.spec.ts',
  'test/cases/identity-and-findings.spec.ts',
  'test/cases/park-use.spec.ts',
  'test/cases/official-day.spec.ts',
  'test/storage/full-disk.spec.ts',
  'test/cli/failed-start.spec.ts',
  'test/cli/import-program.spec.ts',
  'test/api/strict-validator.spec.ts',
  'test/database/stalled-database.spec.ts',
  'test/cli/shifted-clock.spec.ts',
  'test/http/access-log.spec.ts',
  'test/cli/npm-run.spec.ts',
  'test/cli/demo.spec.ts',
  'test/database/embedded.spec.ts',
  'test/statistics/days-together.spec.ts',
  'test/import/concurrency.spec.ts',
  'test/import/crash-safety.spec.ts',
  'test/retention/permanent-retention.spec.ts',
  'test/api/import-control.spec.ts',
  'test/database/database-away-at-start.spec.ts',
  'test/exclusions/exclusion-lifecycle.spec.ts',
  'test/quality/real-archive-quality.spec.ts',
  'test/collector/import-and-live.spec.ts',
  'test/import/conflicts.spec.ts',
  'test/exclusions/check-sequences.spec.ts',
  'test/cli/export-program.spec.ts',
  'test/collector/collection-day.spec.ts',
  'test/storage/alerts.spec.ts',
  'test/export/export.spec.ts',
  'test/storage/growth.spec.ts',
  'test/statistics/expected-sample.spec.ts',
  'test/cli/warehouse.spec.ts',
  'test/metadata/sync.spec.ts',
  'test/import/real-archive-import.spec.ts',
  'test/collector/collection-kills.spec.ts',
  'test/import/s3-faults.spec.ts',
  'test/collector/collection-faults.spec.ts',
  'src/tools/archive-generator/generate-archive.spec.ts',
  'test/collector/clock-ahead.spec.ts',
  'test/import/database-restart.spec.ts',
  'test/tools/api-simulator-world.spec.ts',
  'test/cli/catalog-sync-program.spec.ts',
  'test/catalog/sync.spec.ts',
  'test/exclusions/check-exclusions.spec.ts',
  'test/import/archive-source.spec.ts',
  'test/database/clock-check.spec.ts',
  'test/collector/collection-storm.spec.ts',
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
