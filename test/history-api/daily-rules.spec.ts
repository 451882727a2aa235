import { MINUTE_MS } from '../../src/common/time/calendar.js';
import type { TimeInterval } from '../../src/common/time/time-intervals.js';
import { zoneClock } from '../../src/common/time/zones/time-zones.js';
import type { DailyInput, StateChange } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import {
  buildDailyRow,
  type DailyRuleVersion,
  ruleVersionOf,
} from '../../src/modules/history-api/daily-rules/daily-rules.js';
import { inputOfHistory } from '../../src/modules/history-api/daily-rules/input-of-history.js';
import { readTimeline } from '../../src/modules/history-api/observations/entity-timeline.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { type HistoryOfEntity, readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { ProblemCollector } from '../../src/modules/history-api/response/problem-collector.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { historyFixture, namedHistoryFixture } from '../support/history-fixtures.js';

const ZONE = 'America/New_York';
const DAYS = new LocalDays(ZONE, 0);
const OPTIONS = { ceilingMinutes: 600 };

/** An instant of a local day, in minutes after midnight, which may be after the end of the day. */
const at = (date: string, minutes: number): number => DAYS.window(date).startMs + minutes * MINUTE_MS;
const hours = (date: string, from: number, until: number): TimeInterval => ({
  startMs: at(date, from),
  endMs: at(date, until),
});

function surroundings(date: string, own: readonly TimeInterval[], neighbourHours: readonly TimeInterval[] = []) {
  const day = DAYS.window(date);
  return { date, day, untilMs: day.endMs, hours: own, neighbourHours, gaps: [], absences: [] };
}

function rebuilt(entity: HistoryOfEntity, date: string, own: readonly TimeInterval[], version: DailyRuleVersion) {
  const timeline = readTimeline(entity, {
    clock: zoneClock(ZONE),
    range: DAYS.window(date),
    notes: new ProblemCollector(),
    place: '',
  });
  return buildDailyRow(inputOfHistory(timeline, null, surroundings(date, own)), { version, ...OPTIONS });
}

const dailyRows = (body: unknown) =>
  readDailyResponse(body).entities.flatMap(({ days, ...entity }) => days.map((row) => ({ entity, row })));

describe('a daily row rebuilt from the recorded history of its day', () => {
  it('is the recorded one: Space Mountain on 2026-09-26', () => {
    const [entity] = readHistoryResponse(historyFixture('space_mountain_history_2026-09-26')).entities;
    const [recorded] = dailyRows(historyFixture('space_mountain_daily_2026-09-26'));
    // No schedule was recorded: 930 minutes that end at 23:00.
    const published = [hours('2026-09-26', 7.5 * 60, 23 * 60)];
    const row = rebuilt(entity!, '2026-09-26', published, ruleVersionOf(recorded!.row));
    expect(row).toEqual(recorded!.row);
    expect(row).toMatchObject({
      operatingMinutes: 929,
      downMinutes: 0,
      unknownMinutes: 4,
      standby: { min: 5, p50: 40, mean: 37, p90: 55, max: 65 },
      firstOperatingAtMs: Date.parse('2026-09-26T11:30:53Z'),
      lastClosedAtMs: Date.parse('2026-09-27T03:01:04Z'),
      changes: 187,
    });
  });

  it('counts the unconfirmed minutes as operating under the earlier rules, which reported none', () => {
    const [entity] = readHistoryResponse(historyFixture('space_mountain_history_2026-09-26')).entities;
    const row = rebuilt(entity!, '2026-09-26', [hours('2026-09-26', 7.5 * 60, 23 * 60)], 'EARLIER');
    expect(row).toMatchObject({
      operatingMinutes: 933,
      unknownMinutes: null,
      inParkHours: null,
      firstOperatingAtMs: Date.parse('2026-09-26T04:00:00Z'),
    });
  });

  it('is the recorded one under the earlier rules: a Pirate’s Adventure on 2026-09-15', () => {
    const entities = readHistoryResponse(namedHistoryFixture('park-history')).entities;
    const recorded = dailyRows(namedHistoryFixture('park-history-daily'));
    const complete = recorded.filter(
      ({ entity, row }) => entities.find(({ id }) => id === entity.id)?.rows.length === row.changes,
    );
    expect(complete.map(({ entity }) => entity.name)).toEqual(["A Pirate's Adventure ~ Treasures of the Seven Seas"]);
    const [{ entity, row }] = complete as [(typeof complete)[0]];
    const history = entities.find(({ id }) => id === entity.id)!;
    expect(ruleVersionOf(row)).toBe('EARLIER');
    expect(rebuilt(history, row.date, [], 'EARLIER')).toEqual(row);
  });
});

const change = (atMs: number, status: StateChange['status'], more: Partial<StateChange> = {}): StateChange => ({
  atMs,
  status,
  standbyMinutes: null,
  singleRiderMinutes: null,
  changesState: true,
  ...more,
});

const OPERATING_BEFORE: DailyInput['opening'] = {
  status: 'OPERATING',
  standbyMinutes: null,
  singleRiderMinutes: null,
  changedAtMs: null,
  standbyChangedAtMs: null,
  singleRiderChangedAtMs: null,
  isInRun: null,
};
const CLOSED_BEFORE = { ...OPERATING_BEFORE, status: 'CLOSED' as const };

const pages = [historyFixture('mk_park_daily_page1'), historyFixture('mk_park_daily_page2')].flatMap(dailyRows);
const rowsOf = (entityType: string) => pages.filter(({ entity }) => entity.entityType === entityType);
const scheduledOf = (row: DailyRow): number => row.inParkHours!.scheduledMinutes;

/** Published hours of the recorded length. Where they lie does not matter to an entity that operates around the clock. */
function hoursOf(row: DailyRow): TimeInterval[] {
  const opening = 24 * 60 - Math.max(scheduledOf(row), 930);
  return [hours(row.date, opening, opening + scheduledOf(row))];
}

/**
 * The park's history of these days was not recorded. A row of an entity with at most one change, however, determines its
 * history: the change is the first operation, or the close in the last unknown minute, or one of the show times.
 */
function inputOfRow(row: DailyRow): DailyInput {
  const { date, firstOperatingAtMs, operatingMinutes, unknownMinutes } = row;
  const extended = operatingMinutes > scheduledOf(row) && firstOperatingAtMs === null ? [hours(date, -60, 60)] : [];
  const closesAtMs = at(date, unknownMinutes!) - MINUTE_MS / 2;
  const changes =
    firstOperatingAtMs !== null
      ? [change(firstOperatingAtMs, 'OPERATING')]
      : operatingMinutes === 0
        ? [change(closesAtMs, 'CLOSED')]
        : row.changes === 0
          ? []
          : [change(at(date, 6), 'OPERATING', { changesState: false })];
  const shows = Array.from({ length: row.showCount ?? 0 }, (_, index) => at(date, 600 + 60 * index));
  return {
    ...surroundings(date, hoursOf(row), extended),
    opening: firstOperatingAtMs === null ? OPERATING_BEFORE : CLOSED_BEFORE,
    changes,
    showStartsMs: row.showCount === null ? null : shows,
  };
}

describe('the rows of the recorded park pages', () => {
  it.each(['SHOW', 'RESTAURANT'])('of a %s are rebuilt from the only history that they can have', (entityType) => {
    const rows = rowsOf(entityType);
    expect(rows.length).toBe(entityType === 'SHOW' ? 44 : 13);
    for (const { row } of rows) {
      expect(buildDailyRow(inputOfRow(row), { version: ruleVersionOf(row), ...OPTIONS })).toEqual(row);
    }
  });

  it('of a ride have the minutes of its only run, where the row determines when it began and ended', () => {
    const rows = rowsOf('ATTRACTION');
    expect(rows.length).toBe(51);
    const determined = rows.filter(({ row }) => row.downMinutes === 0 && row.lastClosedAtMs !== null);
    expect(determined.length).toBe(20);
    for (const { row } of determined) {
      const { standby, inParkHours, ...minutes } = row;
      const built = buildDailyRow(inputOfSingleRun(row), { version: ruleVersionOf(row), ...OPTIONS });
      expect(built).toMatchObject({ ...minutes, changes: built!.changes });
      expect(built!.inParkHours).toMatchObject({ ...inParkHours, standby: null });
      expect(standby).not.toBeNull();
    }
  });
});

/**
 * Without downtime, one run lies between first operation and close. Unknown minutes that are not those before the close, and
 * operating minutes outside the hours of the day, belong to a run that was carried over midnight.
 */
function inputOfSingleRun(row: DailyRow): DailyInput {
  const { date, firstOperatingAtMs, lastClosedAtMs, operatingMinutes, unknownMinutes, inParkHours } = row;
  const opens = firstOperatingAtMs! < at(date, 8.5 * 60) ? 7.5 * 60 : 8.5 * 60;
  const own = hours(date, opens, opens + scheduledOf(row));
  const beforeClose = Math.ceil((lastClosedAtMs! - own.endMs) / MINUTE_MS);
  const carriedInHours = operatingMinutes - inParkHours!.operatingMinutes;
  const carried = carriedInHours + unknownMinutes! - beforeClose;
  const carriedClose = carried > 0 ? [change(at(date, carried) - MINUTE_MS / 2, 'CLOSED')] : [];
  return {
    ...surroundings(date, [own], carriedInHours > 0 ? [hours(date, -60, carriedInHours)] : []),
    opening: carried > 0 ? OPERATING_BEFORE : CLOSED_BEFORE,
    changes: [...carriedClose, change(firstOperatingAtMs!, 'OPERATING'), change(lastClosedAtMs!, 'CLOSED')],
    showStartsMs: null,
  };
}
