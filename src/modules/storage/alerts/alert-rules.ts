import type { Thresholds } from '../../../common/config/thresholds.js';

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
