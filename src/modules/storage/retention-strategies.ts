import { sum } from '../../common/collections.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { addMonths, type Month, monthStartMs } from '../../common/time/months.js';
import { layoutOf } from '../snapshots/partitions/partition-plan.js';
import { type GrowthReport, projected } from './growth/growth-report.js';
import { type Band, sumOfBands } from './growth/robust-statistics.js';
import { bytesOf, groupOf, type StorageMetricRow, type TableGroup } from './measure/storage-metrics.js';

export const RETENTION_STRATEGIES = ['PERMANENT_RAW', 'TIERED_90_DAY', 'HOURLY_ONLY', 'DAILY_ONLY'] as const;
export type RetentionStrategy = (typeof RETENTION_STRATEGIES)[number];

/** Current size and growth of a group of tables. */
export interface GroupSize {
  rows: number;
  bytes: number;
  bytesPerDay: Band;
}

export interface MeasuredGroups {
  /** Every single observation. */
  raw: GroupSize;
  hourly: GroupSize;
  /** Days and longer periods. */
  daily: GroupSize;
  /** Catalogue, metadata, logs; every strategy keeps them. */
  other: GroupSize;
  /** Part of `raw` that was observed within the last 90 days. */
  recentRawBytes: number;
}

export interface RetentionOption {
  strategy: RetentionStrategy;
  /** Null if nothing was measured, or if the statistics that the strategy keeps have no rows. */
  bytesToday: number | null;
  bytesInTenYears: Band | null;
  /** Compared with PERMANENT_RAW. */
  savingTodayPercent: number | null;
  savingInTenYearsPercent: number | null;
  lost: string;
}

const TEN_YEARS_DAYS = 3652.5;
const TIER_DAYS = 90;

const LOST: Readonly<Record<RetentionStrategy, string>> = {
  PERMANENT_RAW: 'Nothing.',
  TIERED_90_DAY:
    'After 90 days: single observations, the order of events within an hour, every extended queue (prices, return windows, ' +
    'boarding groups), and the means to compute new statistics or to correct wrong ones.',
  HOURLY_ONLY:
    'Every single observation and every extended queue, at once: no history by the minute, no waiting-time percentiles, no ' +
    'status changes within an hour, no recomputation.',
  DAILY_ONLY:
    'All that keeping the statistics by hour loses, and the hours: no heatmaps, no typical day, no recomputed days (another PARK_DAY_START, a ' +
    'corrected time zone).',
};

export function retentionOptions(groups: MeasuredGroups): RetentionOption[] {
  const permanent = sizesOf('PERMANENT_RAW', groups)!;
  return RETENTION_STRATEGIES.map((strategy) => {
    // A size of 0 means that nothing was measured.
    const sizes = permanent.today === 0 ? null : sizesOf(strategy, groups);
    return {
      strategy,
      bytesToday: sizes?.today ?? null,
      bytesInTenYears: sizes?.later ?? null,
      savingTodayPercent: sizes && savingPercent(sizes.today, permanent.today),
      savingInTenYearsPercent: sizes && savingPercent(sizes.later.value, permanent.later.value),
      lost: LOST[strategy],
    };
  });
}

/** Null if the statistics that the strategy is based on were never computed. */
function sizesOf(strategy: RetentionStrategy, groups: MeasuredGroups): { today: number; later: Band } | null {
  const { raw, hourly, daily, other, recentRawBytes } = groups;
  const all = (kept: readonly GroupSize[]) => ({
    today: kept.reduce((total, { bytes }) => total + bytes, 0),
    later: sumOfBands(kept.map(({ bytes, bytesPerDay }) => projected(bytes, bytesPerDay, TEN_YEARS_DAYS))),
  });
  const hasNone = (group: GroupSize) => group.rows === 0 && raw.rows > 0;
  switch (strategy) {
    case 'PERMANENT_RAW':
      return all([raw, hourly, daily, other]);
    case 'TIERED_90_DAY': {
      if (hasNone(hourly)) return null;
      const { today, later } = all([hourly, daily, other]);
      return { today: today + recentRawBytes, later: sumOfBands([later, projected(0, raw.bytesPerDay, TIER_DAYS)]) };
    }
    case 'HOURLY_ONLY':
      return hasNone(hourly) ? null : all([hourly, daily, other]);
    case 'DAILY_ONLY':
      return hasNone(daily) ? null : all([daily, other]);
  }
}

const savingPercent = (bytes: number, ofBytes: number): number => 100 * (1 - bytes / ofBytes);

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

/** The share of a month that lies within the last 90 days; 0 for future months. */
function recentShare(partition: string, nowMs: number): number {
  const month: Month | undefined = layoutOf([partition]).months[0];
  if (month === undefined) return 0;
  const startMs = monthStartMs(month);
  const endMs = Math.min(nowMs, monthStartMs(addMonths(month, 1)));
  if (endMs <= startMs) return 0;
  return Math.max(0, endMs - Math.max(startMs, nowMs - RECENT_MS)) / (endMs - startMs);
}
