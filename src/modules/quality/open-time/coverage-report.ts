import { daysFromTo } from '../../../common/time/calendar-day.js';
import type { DataSource } from '../../snapshots/observations.js';
import type { OpenTimeDayView, MissingDayView, ParkOpenTimeView } from '../api/dto/coverage.dto.js';

/** A row of the statistics of a park's day. */
export interface ParkDayRow {
  parkId: number;
  date: string;
  /** Of its rides together: each has the park's whole open time. */
  openMs: number;
  openObservedMs: number;
  ridesTracked: number;
  snapshots: number;
}

export interface CoverageFacts {
  parkId: number;
  name: string;
  rows: readonly ParkDayRow[];
  /** Local days on which something of the park's destination was observed live. */
  liveDays: ReadonlySet<string>;
  /** Days of the archive's files, as they are named. */
  archiveDays: ReadonlySet<string>;
  missingArchiveDays: ReadonlySet<string>;
  /** Days of which the schedule speaks, and those of them with an opening. */
  scheduledDays: ReadonlySet<string>;
  openDays: ReadonlySet<string>;
}

const HOUR_MS = 3_600_000;

/** @param lastDate no later than today: of days to come nothing is missing */
export function parkCoverage(facts: CoverageFacts, startDate: string, lastDate: string): ParkOpenTimeView {
  const { parkId, name, rows } = facts;
  const observed = rows.filter(({ snapshots, openObservedMs }) => snapshots > 0 || openObservedMs > 0);
  const present = new Set(observed.map(({ date }) => date));
  const missing = daysFromTo(startDate, lastDate).filter((date) => !present.has(date));
  return {
    parkId,
    name,
    coverage: shareOf(observed),
    days: observed.map((row) => dayOf(row, facts)),
    missingDays: missing.map((date) => ({ date, reason: reasonOf(date, facts) })),
  };
}

/** Open time of rides that was observed: a long day weighs more than a short one. */
function shareOf(rows: readonly ParkDayRow[]): number | null {
  const openMs = rows.reduce((sum, row) => sum + row.openMs, 0);
  return openMs === 0 ? null : rows.reduce((sum, row) => sum + row.openObservedMs, 0) / openMs;
}

function dayOf(row: ParkDayRow, { liveDays, archiveDays }: CoverageFacts): OpenTimeDayView {
  const sources: [DataSource, ReadonlySet<string>][] = [
    ['LIVE', liveDays],
    ['ARCHIVE', archiveDays],
  ];
  return {
    date: row.date,
    coverage: shareOf([row]),
    openHours: row.ridesTracked === 0 ? 0 : row.openMs / row.ridesTracked / HOUR_MS,
    snapshots: row.snapshots,
    sources: sources.filter(([, days]) => days.has(row.date)).map(([source]) => source),
  };
}

function reasonOf(date: string, facts: CoverageFacts): MissingDayView['reason'] {
  if (facts.missingArchiveDays.has(date)) return 'MISSING_ARCHIVE';
  return facts.scheduledDays.has(date) && !facts.openDays.has(date) ? 'CLOSED' : 'NO_DATA';
}
