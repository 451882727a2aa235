import { relative } from 'node:path';
// Part of jest, like the environment beside this file.
import TestSequencer from '@jest/test-sequencer';

/** Files that take more than ten seconds, longest first. One that ends last keeps one worker busy while the others are idle. */
const LONG = [
  'test/web/dashboard.spec.ts',
  'test/cases/schedules-and-values.spec.ts',
  'test/cases/park-use.spec.ts',
  'test/web/admin-metadata.spec.ts',
  'test/web/admin-quality.spec.ts',
  'test/cases/identity-and-findings.spec.ts',
  'test/import/killed-history-import.spec.ts',
  'test/web/admin.spec.ts',
  'test/web/imports.spec.ts',
  'test/web/admin-storage.spec.ts',
  'test/storage/full-disk.spec.ts',
  'test/tools/simulated-history-daily.spec.ts',
  'test/database/warnings.spec.ts',
  'test/cli/shifted-clock.spec.ts',
  'test/api/strict-validator.spec.ts',
  'test/cli/npm-run.spec.ts',
  'test/backup/backup.spec.ts',
  'test/history-api/polled-reconciliation.spec.ts',
  'test/cli/import-program.spec.ts',
  'test/cli/demo.spec.ts',
  'test/backup/backup-commands.spec.ts',
  'test/backup/backup-kills.spec.ts',
  'test/web/mapping-review.spec.ts',
  'test/statistics/days-together.spec.ts',
  'test/retention/permanent-retention.spec.ts',
  'test/history-upkeep/gap-filling.spec.ts',
  'test/export/folder.spec.ts',
  'test/import/crash-safety.spec.ts',
  'test/web/collector.spec.ts',
  'test/cli/export-program.spec.ts',
  'test/database/stalled-database.spec.ts',
  'test/cli/failed-start.spec.ts',
  'test/history-api/reconciliation.spec.ts',
  'test/web/live-events.spec.ts',
  'test/collector/repeated-responses.spec.ts',
  'test/quality/real-archive-quality.spec.ts',
  'test/collector/collection-kills.spec.ts',
  'test/cases/official-day.spec.ts',
  'test/import/real-archive-import.spec.ts',
  'test/collector/collection-faults.spec.ts',
  'test/database/embedded.spec.ts',
  'test/api/import-control.spec.ts',
  'test/tools/simulated-history.properties.spec.ts',
  'test/import/s3-faults.spec.ts',
  'test/import/concurrency.spec.ts',
  'test/http/access-log.spec.ts',
  'test/collector/collection-day.spec.ts',
  'test/import/history-import.spec.ts',
  'test/catalog/sync.spec.ts',
  'test/themeparks-api/shared-budgets.spec.ts',
  'test/tools/simulated-history-format.spec.ts',
  'test/exclusions/exclusion-lifecycle.spec.ts',
  'test/cli/history-import-program.spec.ts',
  'test/cli/catalog-sync-program.spec.ts',
  'test/import/history-beside-live.spec.ts',
  'test/import/interrupted-history-import.spec.ts',
  'test/cli/warehouse.spec.ts',
  'test/database/database-away-at-start.spec.ts',
  'test/export/export.spec.ts',
  'test/client/client-package.spec.ts',
  'test/metadata/sync.spec.ts',
  'test/exclusions/check-sequences.spec.ts',
  'test/collector/collection-storm.spec.ts',
  'test/cli/catalog-import-program.spec.ts',
  'test/import/database-restart.spec.ts',
  'test/statistics/expected-sample.spec.ts',
  'test/catalog/past-schedules.spec.ts',
  'test/themeparks-api/history-client.spec.ts',
  'test/storage/growth.spec.ts',
  'test/export/tables.spec.ts',
  'test/cli/unwritable-output.spec.ts',
  'test/storage/alerts.spec.ts',
  'test/import/conflicts.spec.ts',
  'test/database/migrations.spec.ts',
  'test/collector/feed-health.spec.ts',
  'test/api/gap-fills.spec.ts',
  'test/api/decisions.spec.ts',
  'test/database/clock-check.spec.ts',
  'test/collector/import-and-live.spec.ts',
  'test/cli/schema-programs.spec.ts',
  'test/api/prometheus-scrape.spec.ts',
  'test/catalog/renumbered-park.spec.ts',
  'test/api/addresses.spec.ts',
  'test/import/imported-before.spec.ts',
  'test/tools/api-simulator-world.spec.ts',
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
