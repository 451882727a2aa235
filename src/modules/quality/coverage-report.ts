import { daysFromTo, HOUR_MS } from '../../common/time/calendar.js';
import type { DataSource } from '../snapshots/observations.js';
import type { MissingDayView, CoverageParkView, CoverageDayView } from './coverage.dto.js';

/** A row of the park-day statistics. */
export interface ParkDayRow {
  parkId: number;
  date: string;
  /** Sum over its rides: each ride has the park's whole opening time. */
  scheduledMs: number;
  scheduledObservedMs: number;
  ridesTracked: number;
  snapshots: number;
  /** Observed time of its rides, and the part of it that was imported. */
  observedMs: number;
  archiveMs: number;
}

export interface CoverageFacts {
  parkId: number;
  name: string;
  destinationName: string;
  rows: readonly ParkDayRow[];
  /** Local days with live observations of the park's destination. */
  liveDays: ReadonlySet<string>;
  /** Local days for whose daytime an archive file is missing, and local days with an unreadable archive file. */
  missingArchiveDays: ReadonlySet<string>;
  unreadDays: ReadonlySet<string>;
  /** Days with a published schedule, and those of them with opening hours. */
  scheduledDays: ReadonlySet<string>;
  openDays: ReadonlySet<string>;
  /** Days on which some data of the whole park is excluded. */
  excludedDays: ReadonlySet<string>;
  /** Local days that were imported from the History API. */
  historyDays?: ReadonlySet<string> | undefined;
}

/** To a hundredth of a percent. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** @param lastDate no later than today: future days are not missing */
export function parkCoverage(facts: CoverageFacts, startDate: string, lastDate: string): CoverageParkView {
  const { parkId, name, destinationName, rows } = facts;
  const observed = rows.filter(({ snapshots, scheduledObservedMs }) => snapshots > 0 || scheduledObservedMs > 0);
  const present = new Set(observed.map(({ date }) => date));
  const missing = daysFromTo(startDate, lastDate).filter((date) => !present.has(date));
  return {
    parkId,
    name,
    destinationName,
    coverage: shareOf(observed),
    days: observed.map((row) => dayOf(row, facts)),
    missingDays: missing.map((date) => ({ date, reason: reasonOf(date, facts) })),
  };
}

/** Observed share of the rides' opening time: a long day weighs more than a short one. */
function shareOf(rows: readonly ParkDayRow[]): number | null {
  const scheduledMs = rows.reduce((sum, row) => sum + row.scheduledMs, 0);
  return scheduledMs === 0 ? null : rounded(rows.reduce((sum, row) => sum + row.scheduledObservedMs, 0) / scheduledMs);
}

function dayOf(row: ParkDayRow, facts: CoverageFacts): CoverageDayView {
  const sources = sourcesOf(row, facts);
  return {
    date: row.date,
    coverage: shareOf([row]),
    scheduledHours: row.ridesTracked === 0 ? 0 : Math.round((row.scheduledMs / row.ridesTracked / HOUR_MS) * 100) / 100,
    snapshots: row.snapshots,
    sources,
    reason: facts.excludedDays.has(row.date)
      ? 'EXCLUDED'
      : sources.includes('LIVE') || sources.includes('HISTORY_API')
        ? null
        : archiveReasonOf(row.date, facts),
  };
}

/** The sources of the observed time. Without observed time, the source is LIVE if live data was collected that day. */
function sourcesOf(
  { date, observedMs, archiveMs }: ParkDayRow,
  { liveDays, historyDays }: CoverageFacts,
): DataSource[] {
  const sources: DataSource[] = [];
  if (observedMs > archiveMs) sources.push('LIVE');
  if (archiveMs > 0) sources.push(historyDays?.has(date) === true ? 'HISTORY_API' : 'ARCHIVE');
  return sources.length > 0 ? sources : [liveDays.has(date) ? 'LIVE' : 'ARCHIVE'];
}

function archiveReasonOf(date: string, facts: CoverageFacts): 'INVALID_DATA' | 'MISSING_ARCHIVE' | null {
  if (facts.unreadDays.has(date)) return 'INVALID_DATA';
  return facts.missingArchiveDays.has(date) ? 'MISSING_ARCHIVE' : null;
}

function reasonOf(date: string, facts: CoverageFacts): MissingDayView['reason'] {
  if (facts.excludedDays.has(date)) return 'EXCLUDED';
  const archiveReason = archiveReasonOf(date, facts);
  if (archiveReason !== null) return archiveReason;
  return facts.scheduledDays.has(date) && !facts.openDays.has(date) ? 'CLOSED' : 'NO_DATA';
}
