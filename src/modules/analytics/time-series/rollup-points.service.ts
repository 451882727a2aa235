import { Injectable } from '@nestjs/common';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import {
  averageWait,
  coverage,
  type DayDetailColumns,
  type DayDetails,
  dayDetails,
  minutesOf,
  percent,
  rounded,
  uptime,
} from '../../statistics/derived-metrics.js';
import { LocalCalendar } from '../queries/local-calendar.js';
import type { Target } from '../queries/target.sql.js';
import { ROLLUP_INTERVALS, type RollupInterval, RollupPointsRepository, type RollupRow } from './rollup-points.sql.js';

export const POINT_SOURCES = ['LIVE', 'ARCHIVE', 'BOTH'] as const;
export type PointSource = (typeof POINT_SOURCES)[number];

/** Metrics of one hour or day of a ride, with its instants. */
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
  /** Source of the observed time; null if there is none. */
  dataSource: PointSource | null;
  snapshots: number;
  inUse: InUseMinutes;
  /** Number of implausible waits. */
  implausibleWaits: number;
  /** Null for an hour. */
  day: DayDetails | null;
}

/** The park's use of the hour or day, and the states of the ride in it. */
export interface InUseMinutes {
  scheduled: number;
  observed: number;
  operating: number;
  down: number;
}

/** Their sum is the length of the hour or day. */
export interface StatusMinutes {
  operating: number;
  down: number;
  closed: number;
  refurbishment: number;
  unrecognised: number;
  unknown: number;
}

export function rollupPoint(row: RollupRow, { startMs, endMs }: TimeInterval): RollupPoint {
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
      operating: minutesOf(row.inUseOperatingMs),
      down: minutesOf(row.inUseDownMs),
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

export { ROLLUP_INTERVALS, type RollupInterval };

/** Extra rows at the first and last date, which may lie outside the range or in another time order. */
const SPARE_ROWS = 48;

export interface RollupPage {
  points: RollupPoint[];
  /** Start of the last point if more follow. */
  continuesAfterMs: number | null;
}

/** Reads the hours or days of a ride that overlap a time range, in full. */
@Injectable()
export class RollupPointsService {
  constructor(
    private readonly repository: RollupPointsRepository,
    private readonly calendar: LocalCalendar,
  ) {}

  /** In time order; only those that start after `afterMs` if it is given. `ride` must be a ride, not a park. */
  async page(
    ride: Target,
    interval: RollupInterval,
    { fromMs, toMs, afterMs }: { fromMs: number; toMs: number; afterMs: number | null },
    limit: number,
  ): Promise<RollupPage> {
    const { timezone } = ride;
    const days = this.calendar.days(timezone);
    const span = { from: days.dateOf(Math.max(fromMs, afterMs ?? fromMs)), to: days.dateOf(toMs - 1) };
    const rows = await this.repository.findRows(ride, interval, span, limit + 1 + SPARE_ROWS);
    const found = rows
      .map((row) => ({ row, window: this.windowOf(row, timezone) }))
      .filter(({ window: { startMs, endMs } }) => endMs > fromMs && startMs < toMs && startMs > (afterMs ?? -Infinity))
      .sort((a, b) => a.window.startMs - b.window.startMs);
    const shown = found.slice(0, limit);
    return {
      points: shown.map(({ row, window }) => rollupPoint(row, window)),
      continuesAfterMs: found.length > limit ? shown.at(-1)!.window.startMs : null,
    };
  }

  private windowOf({ localDate, localHour }: RollupRow, timezone: string | null): TimeInterval {
    const hours = this.calendar.hours(timezone);
    return localHour === null ? hours.days.of(localDate) : hours.window(localDate, localHour);
  }
}
