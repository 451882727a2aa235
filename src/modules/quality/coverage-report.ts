import { daysFromTo, HOUR_MS } from '../../common/time/calendar.js';
import type { DataSource } from '../snapshots/observations.js';
import type { MissingDayView, ParkScheduledTimeView, ScheduledTimeDayView } from './coverage.dto.js';

/** A row of the statistics of a park's day. */
export interface ParkDayRow {
  parkId: number;
  date: string;
  /** Of its rides together: each has the park's whole open time. */
  scheduledMs: number;
  scheduledObservedMs: number;
  ridesTracked: number;
  snapshots: number;
  /** Time of its rides that was observed, and the part of it by the archive. */
  observedMs: number;
  archiveMs: number;
}

export interface CoverageFacts {
  parkId: number;
  name: string;
  rows: readonly ParkDayRow[];
  /** Local days on which something of the park's destination was observed live. */
  liveDays: ReadonlySet<string>;
  /** Local days of which the archive has no file for a part of the daytime, and of which it has one that nobody could read. */
  missingArchiveDays: ReadonlySet<string>;
  unreadDays: ReadonlySet<string>;
  /** Days of which the schedule speaks, and those of them with an opening. */
  scheduledDays: ReadonlySet<string>;
  openDays: ReadonlySet<string>;
  /** Days of which some data of the whole park does not count. */
  excludedDays: ReadonlySet<string>;
}

/** To a hundredth of a percent. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** @param lastDate no later than today: of days to come nothing is missing */
export function parkCoverage(facts: CoverageFacts, startDate: string, lastDate: string): ParkScheduledTimeView {
  const { parkId, name, rows } = facts;
  const observed = rows.filter(({ snapshots, scheduledObservedMs }) => snapshots > 0 || scheduledObservedMs > 0);
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
  const scheduledMs = rows.reduce((sum, row) => sum + row.scheduledMs, 0);
  return scheduledMs === 0 ? null : rounded(rows.reduce((sum, row) => sum + row.scheduledObservedMs, 0) / scheduledMs);
}

function dayOf(row: ParkDayRow, facts: CoverageFacts): ScheduledTimeDayView {
  const sources = sourcesOf(row, facts);
  return {
    date: row.date,
    coverage: shareOf([row]),
    scheduledHours: row.ridesTracked === 0 ? 0 : Math.round((row.scheduledMs / row.ridesTracked / HOUR_MS) * 100) / 100,
    snapshots: row.snapshots,
    sources,
    reason: facts.excludedDays.has(row.date)
      ? 'EXCLUDED'
      : sources.includes('LIVE')
        ? null
        : archiveReasonOf(row.date, facts),
  };
}

/** By the time that was observed; an observation that held for no time is of the collection, where it was at work. */
function sourcesOf({ date, observedMs, archiveMs }: ParkDayRow, { liveDays }: CoverageFacts): DataSource[] {
  const sources: DataSource[] = [];
  if (observedMs > archiveMs) sources.push('LIVE');
  if (archiveMs > 0) sources.push('ARCHIVE');
  return sources.length > 0 ? sources : [liveDays.has(date) ? 'LIVE' : 'ARCHIVE'];
}

function archiveReasonOf(date: string, facts: CoverageFacts): 'INVALID_DATA' | 'MISSING_ARCHIVE' | null {
  if (facts.unreadDays.has(date)) return 'INVALID_DATA';
  return facts.missingArchiveDays.has(date) ? 'MISSING_ARCHIVE' : null;
}

function reasonOf(date: string, facts: CoverageFacts): MissingDayView['reason'] {
  if (facts.excludedDays.has(date)) return 'EXCLUDED';
  const ofArchive = archiveReasonOf(date, facts);
  if (ofArchive !== null) return ofArchive;
  return facts.scheduledDays.has(date) && !facts.openDays.has(date) ? 'CLOSED' : 'NO_DATA';
}
