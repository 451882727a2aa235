import { DAY_MS } from '../../../common/time/durations.js';
import { sum } from '../../../common/collections/sum.js';
import { type Month, addMonths, layoutOf, monthStartMs } from '../../snapshots/partitions/partition-plan.js';
import type { GrowthReport } from '../growth/growth-report.js';
import { sumOfBands } from '../growth/robust.js';
import { type StorageMetricRow, bytesOf } from '../measure/storage-figures.js';
import { type TableGroup, groupOf } from '../table-groups.js';
import type { GroupSize, MeasuredGroups } from './strategies.js';

const RECENT_MS = 90 * DAY_MS;
export function measuredGroups(
  metrics: readonly StorageMetricRow[],
  growth: GrowthReport,
  nowMs: number,
): MeasuredGroups {
  const group = (wanted: TableGroup): GroupSize => {
    const tables = metrics.filter(({ table, partition }) => partition === '' && groupOf(table) === wanted);
    return {
      rows: sum(tables.map(({ rows }) => rows)),
      bytes: sum(tables.map(bytesOf)),
      bytesPerDay: sumOfBands(
        growth.tables.filter(({ table }) => groupOf(table) === wanted).map(({ bytesPerDay }) => bytesPerDay),
      ),
    };
  };
  const rawPartitions = metrics.filter(({ table, partition }) => partition !== '' && groupOf(table) === 'raw');
  return {
    raw: group('raw'),
    hourly: group('hourly'),
    daily: group('daily'),
    other: group('other'),
    recentRawBytes: sum(rawPartitions.map((partition) => bytesOf(partition) * recentShare(partition.partition, nowMs))),
  };
}

/** Which share of a month's observations is at most 90 days old; months to come have none. */
function recentShare(partition: string, nowMs: number): number {
  const month: Month | undefined = layoutOf([partition]).months[0];
  if (month === undefined) return 0;
  const startMs = monthStartMs(month);
  const endMs = Math.min(nowMs, monthStartMs(addMonths(month, 1)));
  if (endMs <= startMs) return 0;
  return Math.max(0, endMs - Math.max(startMs, nowMs - RECENT_MS)) / (endMs - startMs);
}
