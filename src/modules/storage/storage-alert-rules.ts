import type { Thresholds } from '../../common/config/thresholds.js';
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

/** A figure that is watched, as it stands now. */
export interface WatchedMetric {
  type: StorageAlertType;
  /** Null for the warehouse as a whole. */
  table: string | null;
  value: number;
  thresholds: Thresholds;
  /** Whether more or less of it is worse. */
  worse: 'more' | 'less';
  /**
   * How far back across a threshold the figure has to go until the alert ends, as a share of the threshold; so that one
   * that stands at the threshold does not ring every day.
   */
  release: number;
  /** For people: what it is, with its figures. */
  description: string;
}

/** What the figure deserves, given what it has now. */
export function severityOf(
  { value, thresholds, worse, release }: WatchedMetric,
  current: StorageAlertSeverity | null,
): StorageAlertSeverity | null {
  const isBeyond = (threshold: number, isHeld: boolean): boolean => {
    if (worse === 'more') return value >= threshold * (isHeld ? 1 - release : 1);
    return value <= threshold * (isHeld ? 1 + release : 1);
  };
  if (isBeyond(thresholds.critical, current === 'CRITICAL')) return 'CRITICAL';
  return isBeyond(thresholds.warning, current !== null) ? 'WARNING' : null;
}

/** On which side of its threshold the figure is good again, and what it is now. */
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

/** Any row is one too many; splitting a partition of millions blocks its writers for seconds. */
export const CATCH_ALL_ROWS: Thresholds = { warning: 1, critical: 1_000_000 };
const RELEASE = 0.05;
const GROWTH_RELEASE = 0.2;
const DAYS_RELEASE = 0.1;

/** What is known; a figure that is not known is not among them. */
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
      description: `${percentUsed.toFixed(1)} % of the capacity are in use: ${used}`,
    });
  }
  if (daysUntilFull !== null) {
    metrics.push({
      ...{ type: 'DAYS_UNTIL_FULL', table: null, value: daysUntilFull.days, thresholds: thresholds.daysUntilFull },
      ...{ worse: 'less', release: DAYS_RELEASE },
      description: `${used} are in use and ${bytesText(perDay.bytes.value)} come every day: full in ${Math.floor(daysUntilFull.days)} days`,
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
      // What may be chance is no change.
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
      description: `${table} has ${partitions.length} partitions; the years kept need ${partitionsNeeded}`,
    },
    {
      ...{ type: 'CATCH_ALL_NOT_EMPTY', table, value: catchAllRows.past + catchAllRows.future, worse: 'more' },
      ...{ release: RELEASE, thresholds: thresholds.catchAllRows },
      description: `${table} has ${catchAllRows.past} rows in p_past and ${catchAllRows.future} in p_future: npm run partitions -- ensure`,
    },
  ];
}

/** A table that is kept for twenty years has 250 partitions, as it should. */
export function raisedWithYears({ warning, critical }: Thresholds, needed: number): Thresholds {
  return {
    warning: Math.max(warning, Math.ceil(1.25 * needed)),
    critical: Math.max(critical, Math.ceil(1.5 * needed)),
  };
}
