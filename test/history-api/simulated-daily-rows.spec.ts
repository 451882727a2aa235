import { dayAfter } from '../../src/common/time/calendar.js';
import type { TimeInterval } from '../../src/common/time/time-intervals.js';
import { buildDailyRow, ruleVersionOf } from '../../src/modules/history-api/daily-rules/daily-rules.js';
import { type DailySurroundings, inputOfHistory } from './input-of-history.js';
import { readTimeline } from '../../src/modules/history-api/observations/entity-timeline.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { type HistoryOfEntity, readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { ProblemCollector } from '../../src/modules/history-api/response/problem-collector.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';

interface ScheduleEntry {
  date: string;
  type: string;
  openingTime: string;
  closingTime: string;
}

const COUNTED_TYPES = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT'];
/** The clock changes in Europe on the first day and in America on the second; the last two days have different rules. */
const DATES = ['2026-10-25', '2026-11-01', '2026-11-05', '2026-10-05'];

let api: ApiSimulator;
beforeAll(async () => {
  api = await startApiSimulator({
    seed: 2,
    destinations: 3,
    ridesPerDestination: 15,
    clock: () => Date.UTC(2026, 10, 20, 16),
  });
});
afterAll(() => api.close());

const get = async (path: string): Promise<unknown> =>
  (await fetch(api.baseUrl + path, { headers: { 'X-API-Key': UNMETERED_KEY } })).json();

async function publishedHours(parkId: string, date: string) {
  const dates = [dayAfter(date, -1), date, dayAfter(date, 1)];
  const months = new Set(dates.map((day) => day.slice(0, 7).replace('-', '/')));
  const entries: ScheduleEntry[] = [];
  for (const month of months) {
    const { schedule } = (await get(`/entity/${parkId}/schedule/${month}`)) as { schedule: ScheduleEntry[] };
    entries.push(...schedule.filter(({ type }) => COUNTED_TYPES.includes(type)));
  }
  const of = (day: string): TimeInterval[] =>
    entries
      .filter((entry) => entry.date === day)
      .map(({ openingTime, closingTime }) => ({ startMs: Date.parse(openingTime), endMs: Date.parse(closingTime) }));
  return { hours: of(date), neighbourHours: [...of(dates[0]!), ...of(dates[2]!)] };
}

const timelineOf = (entity: HistoryOfEntity, range: TimeInterval) =>
  readTimeline(entity, { clock: null, range, notes: new ProblemCollector(), place: '' });

describe('the daily rows of a simulated park', () => {
  it.each(DATES)('are those computed from its history of %s, and none of its keys is unknown', async (date) => {
    const expected: unknown[] = [];
    const built: unknown[] = [];
    for (const park of api.world.destinations.flatMap(({ parks }) => parks)) {
      const history = readHistoryResponse(await get(`/entity/${park.id}/history?date=${date}`));
      const next = readHistoryResponse(await get(`/entity/${park.id}/history?date=${dayAfter(date, 1)}`));
      const daily = readDailyResponse(await get(`/entity/${park.id}/history/daily?date=${date}`));
      for (const { problems, shape } of [history, daily]) {
        expect(problems).toEqual([]);
        expect(shape.shapes.flatMap(({ keys }) => keys.filter(({ known }) => !known))).toEqual([]);
        expect(shape.unknownWords).toEqual([]);
      }
      const days = new LocalDays(history.timezone, 0);
      const day = days.window(date);
      const surroundings: DailySurroundings = {
        ...{ date, day, untilMs: day.endMs, gaps: [], absences: [] },
        ...(await publishedHours(park.id, date)),
      };
      for (const entity of history.entities) {
        const after = next.entities.find(({ id }) => id === entity.id);
        const input = inputOfHistory(
          timelineOf(entity, day),
          after === undefined ? null : timelineOf(after, days.window(dayAfter(date, 1))),
          surroundings,
        );
        const theirs = daily.entities.find(({ id }) => id === entity.id)?.days[0] ?? null;
        const version = theirs === null ? 'ABSENT' : ruleVersionOf(theirs);
        const row = buildDailyRow(input, { version, ceilingMinutes: 600 });
        // The API also omits days without any report of the entity, which changes do not show.
        if (theirs === null && row?.changes === 0) continue;
        built.push([entity.name, row]);
        expected.push([entity.name, theirs]);
      }
    }
    expect(built).toEqual(expected);
    expect(built.length).toBeGreaterThan(50);
  });
});
