import { coverage, averageWait, uptime } from '../figures.js';
import type { TimeWindow } from '../../../../common/time/time-windows.js';
import { dayDetails, type DayDetailColumns, type DayDetails } from '../day-details.js';
import { minutesOf, percent, rounded } from '../ratios.js';
import type { RollupRow } from './rollup-history.repository.js';

export const POINT_SOURCES = ['LIVE', 'ARCHIVE', 'BOTH'] as const;
export type PointSource = (typeof POINT_SOURCES)[number];

/** One hour or day of a ride with its instants. */
export interface RollupPoint {
  from: Date;
  to: Date;
  localDate: string;
  localHour: number | null;
  averageWaitMinutes: number | null;
  lowestWaitMinutes: number | null;
  peakWaitMinutes: number | null;
  uptimePercent: number | null;
  minutes: StatusMinutes;
  observedPercent: number | null;
  coveragePercent: number | null;
  /** Where the observed time came from; null: nothing held in it. */
  dataSource: PointSource | null;
  snapshots: number;
  inUse: InUseMinutes;
  /** Posted waits that are not believed. */
  implausibleWaits: number;
  /** Null of an hour. */
  day: DayDetails | null;
}

/** The park's use of the hour or day, and what the ride was in it. */
export interface InUseMinutes {
  scheduled: number;
  observed: number;
  operating: number;
  down: number;
}

/** They add up to the length of the hour or day. */
export interface StatusMinutes {
  operating: number;
  down: number;
  closed: number;
  refurbishment: number;
  unrecognised: number;
  unknown: number;
}

export function rollupPoint(row: RollupRow, { startMs, endMs }: TimeWindow): RollupPoint {
  const [average, up, covered] = [averageWait(row), uptime(row), coverage(row, 1)];
  return {
    from: new Date(startMs),
    to: new Date(endMs),
    localDate: row.localDate,
    localHour: row.localHour,
    averageWaitMinutes: average === null ? null : rounded(average),
    lowestWaitMinutes: row.minWait,
    peakWaitMinutes: row.maxWait,
    uptimePercent: up === null ? null : rounded(up * 100),
    minutes: statusMinutes(row),
    observedPercent: percent(row.observedMs, row.observedMs + row.unknownMs),
    coveragePercent: covered === null ? null : rounded(covered * 100),
    dataSource: sourceOf(row),
    snapshots: row.snapshots,
    inUse: {
      scheduled: minutesOf(row.scheduledMs),
      observed: minutesOf(row.scheduledObservedMs),
      operating: minutesOf(row.scheduledOperatingMs),
      down: minutesOf(row.scheduledDownMs),
    },
    implausibleWaits: row.implausibleWaits,
    day: row.localHour === null ? dayDetails(row as RollupRow & DayDetailColumns) : null,
  };
}

function statusMinutes(row: RollupRow): StatusMinutes {
  const { operatingMs, downMs, closedMs, refurbishmentMs, observedMs, unknownMs } = row;
  return {
    operating: minutesOf(operatingMs),
    down: minutesOf(downMs),
    closed: minutesOf(closedMs),
    refurbishment: minutesOf(refurbishmentMs),
    unrecognised: minutesOf(observedMs - operatingMs - downMs - closedMs - refurbishmentMs),
    unknown: minutesOf(unknownMs),
  };
}

function sourceOf({ observedMs, archiveMs }: RollupRow): PointSource | null {
  if (observedMs === 0) return null;
  if (archiveMs === 0) return 'LIVE';
  return archiveMs === observedMs ? 'ARCHIVE' : 'BOTH';
}
