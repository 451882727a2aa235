import { sum } from '../../../common/collections/sum.js';
import { type Month, addMonths, layoutOf, monthStartMs } from '../../snapshots/partitions/partition-plan.js';
import type { GrowthReport } from '../growth/growth-report.js';
import { sumOfBands } from '../growth/robust.js';
import { type StorageFigure, bytesOf } from '../measure/storage-figures.js';
import type { GroupSize, MeasuredGroups } from './strategies.js';

const RECENT_MS = 90 * 86_400_000;
const RAW_TABLES = ['ride_status_snapshots', 'queue_data'];

type Group = 'raw' | 'hourly' | 'daily' | 'other';

/** Statistics are told by their names, so that one that is added later counts where it belongs. */
export function groupOf(table: string): Group {
  if (RAW_TABLES.includes(table)) return 'raw';
  if (table.endsWith('_hourly_stats')) return 'hourly';
  return /_(daily|dekad|monthly)_stats$/.test(table) ? 'daily' : 'other';
}

export function measuredGroups(figures: readonly StorageFigure[], growth: GrowthReport, nowMs: number): MeasuredGroups {
  const group = (wanted: Group): GroupSize => {
    const tables = figures.filter(({ table, partition }) => partition === '' && groupOf(table) === wanted);
    return {
      rows: sum(tables.map(({ rows }) => rows)),
      bytes: sum(tables.map(bytesOf)),
      bytesPerDay: sumOfBands(
        growth.tables.filter(({ table }) => groupOf(table) === wanted).map(({ bytesPerDay }) => bytesPerDay),
      ),
    };
  };
  const rawPartitions = figures.filter(({ table, partition }) => partition !== '' && groupOf(table) === 'raw');
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
