import { MINUTE_MS } from '../../src/common/time/calendar.js';
import type { TimeInterval } from '../../src/common/time/time-intervals.js';
import type { DailyInput, StateChange } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { historyFixture } from './history-fixtures.js';

export const ZONE = 'America/New_York';
export const DAYS = new LocalDays(ZONE, 0);
export const OPTIONS = { ceilingMinutes: 600 };

/** An instant of a local day, in minutes after midnight, which may be after the end of the day. */
export const at = (date: string, minutes: number): number => DAYS.window(date).startMs + minutes * MINUTE_MS;
export const hours = (date: string, from: number, until: number): TimeInterval => ({
  startMs: at(date, from),
  endMs: at(date, until),
});

export function surroundings(date: string, own: readonly TimeInterval[], neighbourHours: readonly TimeInterval[] = []) {
  const day = DAYS.window(date);
  return { date, day, untilMs: day.endMs, hours: own, neighbourHours, gaps: [], absences: [] };
}

export const dailyRows = (body: unknown) =>
  readDailyResponse(body).entities.flatMap(({ days, ...entity }) => days.map((row) => ({ entity, row })));

export const change = (atMs: number, status: StateChange['status'], more: Partial<StateChange> = {}): StateChange => ({
  atMs,
  status,
  standbyMinutes: null,
  singleRiderMinutes: null,
  changesState: true,
  ...more,
});

export const OPERATING_BEFORE: DailyInput['opening'] = {
  status: 'OPERATING',
  standbyMinutes: null,
  singleRiderMinutes: null,
  changedAtMs: null,
  standbyChangedAtMs: null,
  singleRiderChangedAtMs: null,
  isInRun: null,
};
export const CLOSED_BEFORE = { ...OPERATING_BEFORE, status: 'CLOSED' as const };

const pages = [historyFixture('mk_park_daily_page1'), historyFixture('mk_park_daily_page2')].flatMap(dailyRows);
/** The rows of the recorded park pages. */
export const rowsOf = (entityType: string) => pages.filter(({ entity }) => entity.entityType === entityType);
export const scheduledOf = (row: DailyRow): number => row.inParkHours!.scheduledMinutes;
