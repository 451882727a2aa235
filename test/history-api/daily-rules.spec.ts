import { MINUTE_MS } from '../../src/common/time/calendar.js';
import type { TimeInterval } from '../../src/common/time/time-intervals.js';
import { zoneClock } from '../../src/common/time/zones/time-zones.js';
import type { DailyInput } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import {
  buildDailyRow,
  type DailyRuleVersion,
  ruleVersionOf,
} from '../../src/modules/history-api/daily-rules/daily-rules.js';
import { inputOfHistory } from './input-of-history.js';
import { readTimeline } from '../../src/modules/history-api/observations/entity-timeline.js';
import { type HistoryOfEntity, readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { ProblemCollector } from '../../src/modules/history-api/response/problem-collector.js';
import { historyFixture, namedHistoryFixture } from '../support/history-fixtures.js';
import {
  at,
  change,
  CLOSED_BEFORE,
  dailyRows,
  DAYS,
  hours,
  OPERATING_BEFORE,
  OPTIONS,
  rowsOf,
  scheduledOf,
  surroundings,
  ZONE,
} from '../support/recorded-daily-rows.js';

function rebuilt(entity: HistoryOfEntity, date: string, own: readonly TimeInterval[], version: DailyRuleVersion) {
  const timeline = readTimeline(entity, {
    clock: zoneClock(ZONE),
    range: DAYS.window(date),
    notes: new ProblemCollector(),
    place: '',
  });
  return buildDailyRow(inputOfHistory(timeline, null, surroundings(date, own)), { version, ...OPTIONS });
}

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
});
