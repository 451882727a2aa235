import { PARTITIONED_TABLES } from '../snapshots/partitions/partition-plan.js';

export type TableGroup = 'raw' | 'hourly' | 'daily' | 'other';

const RAW_TABLES: readonly string[] = PARTITIONED_TABLES;

/** Statistics are told by their names, so that one that is added later counts where it belongs. */
export function groupOf(table: string): TableGroup {
  if (RAW_TABLES.includes(table)) return 'raw';
  if (table.endsWith('_hourly_stats')) return 'hourly';
  return /_(daily|ten_day|monthly)_stats$/.test(table) ? 'daily' : 'other';
}

/** These have rows for what was observed, so they grow as the observations do. */
export function isDerived(table: string): boolean {
  return ['hourly', 'daily'].includes(groupOf(table));
}
