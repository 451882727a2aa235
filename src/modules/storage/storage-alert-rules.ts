import type { Thresholds } from '../../common/config/compound-settings.js';
import { bytesText } from '../../common/text.js';
import type { GrowthReport } from './growth/growth-report.js';
import type { TablePartitions } from './partition-metrics.service.js';

export const STORAGE_ALERT_TYPES = [
  'CAPACITY_THRESHOLD',
  'GROWTH_RATE_CHANGE',
  'PARTITION_COUNT',
  'DAYS_UNTIL_FULL',
  'CATCH_ALL_NOT_EMPTY',
] as const;
export type StorageAlertType = (typeof STORAGE_ALERT_TYPES)[number];

export const STORAGE_ALERT_SEVERITIES = ['WARNING', 'CRITICAL'] as const;
export type StorageAlertSeverity = (typeof STORAGE_ALERT_SEVERITIES)[number];

/** The current value of a watched metric. */
export interface WatchedMetric {
  type: StorageAlertType;
  /** Null for the warehouse as a whole. */
  table: string | null;
  value: number;
  thresholds: Thresholds;
  /** Whether higher or lower values are worse. */
  worse: 'more' | 'less';
  /**
   * How far the value must move back across a threshold before the alert ends, as a share of the threshold. Without it, a
   * value near the threshold would raise an alert every day.
   */
  release: number;
  /** For people: the metric with its values. */
  description: string;
}

/** The severity of the value, given the severity of the active alert. */
export function severityOf(
  { value, thresholds, worse, release }: WatchedMetric,
  current: StorageAlertSeverity | null,
): StorageAlertSeverity | null {
  const isBeyond = (threshold: number, isActive: boolean): boolean => {
    if (worse === 'more') return value >= threshold * (isActive ? 1 - release : 1);
    return value <= threshold * (isActive ? 1 + release : 1);
  };
  if (isBeyond(thresholds.critical, current === 'CRITICAL')) return 'CRITICAL';
  return isBeyond(thresholds.warning, current !== null) ? 'WARNING' : null;
}

/** The note of a cleared alert: on which side of the threshold the value is now, and the value. */
export const noteOfEnd = ({ worse, description }: WatchedMetric): string =>
  `Back ${worse === 'more' ? 'below' : 'above'} the threshold: ${description}`;

export const sameTarget = (
  a: { type: StorageAlertType; table: string | null },
  b: { type: StorageAlertType; table: string | null },
): boolean => a.type === b.type && a.table === b.table;

export interface StorageThresholds {
  capacityPercent: Thresholds;
  growthChangePercent: Thresholds;
  partitions: Thresholds;
  daysUntilFull: Thresholds;
  catchAllRows: Thresholds;
}

/** A single row is a problem already; splitting a partition with millions of rows blocks writers for seconds. */
export const CATCH_ALL_ROWS: Thresholds = { warning: 1, critical: 1_000_000 };
const RELEASE = 0.05;
const GROWTH_RELEASE = 0.2;
const DAYS_RELEASE = 0.1;

/** The watched metrics whose value is known. */
export function watchedMetrics(
  growth: GrowthReport,
  tables: readonly TablePartitions[],
  thresholds: StorageThresholds,
): WatchedMetric[] {
  return [
    ...capacityMetrics(growth, thresholds),
    ...growthMetrics(growth, thresholds),
    ...tables.flatMap((table) => partitionMetrics(table, thresholds)),
  ];
}

function capacityMetrics({ capacity, daysUntilFull, perDay }: GrowthReport, thresholds: StorageThresholds) {
  const metrics: WatchedMetric[] = [];
  const { percentUsed, usedBytes, limitBytes } = capacity;
  const used = `${bytesText(usedBytes)} of ${bytesText(limitBytes ?? 0)}`;
  if (percentUsed !== null) {
    metrics.push({
      ...{ type: 'CAPACITY_THRESHOLD', table: null, value: percentUsed, thresholds: thresholds.capacityPercent },
      ...{ worse: 'more', release: RELEASE },
      description: `${percentUsed.toFixed(1)} % of the capacity is in use: ${used}`,
    });
  }
  if (daysUntilFull !== null) {
    metrics.push({
      ...{ type: 'DAYS_UNTIL_FULL', table: null, value: daysUntilFull.days, thresholds: thresholds.daysUntilFull },
      ...{ worse: 'less', release: DAYS_RELEASE },
      description: `${used} is in use and grows by ${bytesText(perDay.bytes.value)} a day: full in ${Math.floor(daysUntilFull.days)} days`,
    });
  }
  return metrics;
}

function growthMetrics({ rateChange }: GrowthReport, thresholds: StorageThresholds): WatchedMetric[] {
  if (rateChange === null) return [];
  const { recentPerDay, earlierPerDay, changePercent, isSignificant } = rateChange;
  const direction = changePercent >= 0 ? 'more' : 'less';
  return [
    {
      ...{ type: 'GROWTH_RATE_CHANGE', table: null, worse: 'more', release: GROWTH_RELEASE },
      // A difference that may be chance counts as no change.
      value: isSignificant ? Math.abs(changePercent) : 0,
      thresholds: thresholds.growthChangePercent,
      description:
        `${bytesText(recentPerDay)} a day in the last 7 days, ${Math.abs(changePercent).toFixed(1)} % ${direction} ` +
        `than the ${bytesText(earlierPerDay)} a day before`,
    },
  ];
}

function partitionMetrics(
  { table, partitions, partitionsNeeded, catchAllRows }: TablePartitions,
  thresholds: StorageThresholds,
): WatchedMetric[] {
  if (partitions.length === 0) return [];
  return [
    {
      ...{ type: 'PARTITION_COUNT', table, value: partitions.length, worse: 'more', release: RELEASE },
      thresholds: raisedWithYears(thresholds.partitions, partitionsNeeded),
      description: `${table} has ${partitions.length} partitions; the months that are kept need ${partitionsNeeded}`,
    },
    {
      ...{ type: 'CATCH_ALL_NOT_EMPTY', table, value: catchAllRows.past + catchAllRows.future, worse: 'more' },
      ...{ release: RELEASE, thresholds: thresholds.catchAllRows },
      description: `${table} has ${catchAllRows.past} rows in p_past and ${catchAllRows.future} in p_future: npm run partitions -- ensure`,
    },
  ];
}

/** Twenty years of data need 250 partitions, so the thresholds rise with the number needed. */
export function raisedWithYears({ warning, critical }: Thresholds, needed: number): Thresholds {
  return {
    warning: Math.max(warning, Math.ceil(1.25 * needed)),
    critical: Math.max(critical, Math.ceil(1.5 * needed)),
  };
}
