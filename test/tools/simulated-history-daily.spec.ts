import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Account } from '../../src/tools/api-simulator/accounts/account.js';
import { UNMETERED_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { answer, type ApiState } from '../../src/tools/api-simulator/api-router.js';
import type { FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import { dailyRow } from '../../src/tools/api-simulator/history/daily-row.js';
import type { Step } from '../../src/tools/api-simulator/history/carried-state.js';
import type { DayRecord } from '../../src/tools/api-simulator/history/day-record.js';
import { historyView } from '../../src/tools/api-simulator/history/history-world.js';
import { buildSimWorld } from '../../src/tools/api-simulator/world-builder.js';
import { shapeOf } from '../support/json-shape.js';
import type { EntityHistory, Fields } from '../support/simulated-history.js';

const FIXTURES = join(import.meta.dirname, '../history-api/fixtures');
const recorded = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as unknown;

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 8, 20, 18);
const world = buildSimWorld({ seed: 7, destinations: 6, ridesPerDestination: 24 });
const past = historyView(world);
const parks = world.destinations.flatMap((destination) => destination.parks);

interface Stats {
  min: number;
  p50: number;
  mean: number;
  p90: number;
  max: number;
}

interface Figures {
  operatingMinutes: number;
  downMinutes: number;
  unknownMinutes: number;
  standby?: Stats;
  extremeWaits?: { standby: number };
  implausibleWaits?: { standby: number };
}

interface Row extends Figures {
  date: string;
  firstOperatingAt: string | null;
  lastClosedAt: string | null;
  showCount?: number;
  inParkHours?: Figures & { scheduledMinutes: number };
  changes: number;
}

interface Daily {
  range: { from: string; to: string };
  days: Row[];
  entities: { id: string; entityType: string; days: Row[] }[];
  next: string | null;
}

function ask<Body>(path: string, given: Partial<ApiState & { atMs: number }> = {}): Body {
  const { atMs = NOW_MS, faults = [], ...rest } = given;
  const url = new URL(path.startsWith('http') ? path : `http://localhost/v1${path}`);
  const account = new Account(UNMETERED_PLAN, 'key');
  const request = { method: 'GET', url, atMs, account, limitNowMs: atMs, degraded: null };
  const { status, body } = answer({ world, past, faults, ...rest }, request);
  expect([path, status]).toEqual([path, 200]);
  return JSON.parse(body) as Body;
}

const lines = (values: readonly unknown[]) =>
  [...shapeOf(values)].flatMap(([path, types]) => [...types].map((type) => `${path}: ${type}`));

describe('the daily rows', () => {
  it('give the recorded row of a real day from its recorded history', () => {
    const { opening, history } = recorded('space_mountain_history_2026-09-26') as EntityHistory;
    const { days } = recorded('space_mountain_daily_2026-09-26') as Daily;
    const step = (row: Fields & { time: string; changed?: string[] }): Step => ({
      atMs: Date.parse(row.time),
      status: row.status as Step['status'],
      waits: { STANDBY: row.queue!.STANDBY!.waitTime as number | null, SINGLE_RIDER: null },
      changed: row.changed ?? [],
      showStarts: null,
    });
    const startMs = Date.parse('2026-09-26T04:00:00Z');
    const record: DayRecord = {
      ...{ day: 0, isoDate: '2026-09-26', startMs, midnightMs: startMs + 24 * HOUR_MS, endMs: startMs + 24 * HOUR_MS },
      ...{ opening: step(opening), steps: history.map(step), isReported: true, isUnseen: () => false },
      seenAtMs: new Map(Object.entries(opening.observedAtByKind!).map(([path, time]) => [path, Date.parse(time)])),
      hours: [{ fromMs: Date.parse('2026-09-26T07:30:00-04:00'), untilMs: Date.parse('2026-09-26T23:00:00-04:00') }],
      otherHours: [],
    };
    expect(JSON.stringify(dailyRow(record))).toBe(JSON.stringify(days[0]));
  });

  it('of a park have every key and type of the recorded ones, and documented ones only beyond', () => {
    const range = '/history/daily?from=2026-08-01&to=2026-09-15';
    const feed: FeedFault[] = [{ kind: 'POSTED_WAIT', waitMinutes: 999, share: 0.2, fromMs: Date.UTC(2026, 7, 3) }];
    const first = parks.map(({ id }) => ask<Daily>(`/entity/${id}${range}`, { faults: feed }));
    const pages = [...first, ...first.map(({ next }) => ask<Daily>(next!, { faults: feed }))];
    const real = ['mk_park_daily_page1', 'mk_park_daily_page2'].map(recorded);
    const [known, simulated] = [lines(real), lines(pages)];
    expect(known.filter((line) => !simulated.includes(line))).toEqual([]);
    const documented =
      /^entities\[\]\.days\[\]\.(inParkHours\.)?(singleRider|extremeWaits|implausibleWaits)\b|days\[\]\.inParkHours\.standby: object|entities\[\]\.name: text/;
    expect(simulated.filter((line) => !known.includes(line) && !documented.test(line))).toEqual([]);
  });

  it('before earlierRulesBefore have the keys and types of rows that were counted under earlier rules', () => {
    const given = { earlierRulesBefore: '2026-09-10' };
    const ride = world.destinations[0]!.descendants.find(({ name }) => name.startsWith('Dragon'))!;
    const { days } = ask<Daily>(`/entity/${ride.id}/history/daily?from=2026-09-01&to=2026-09-19`, given);
    const real = (recorded('typelib_history_responses') as Record<string, Daily>)['entity-history-daily']!.days;
    const earlier = days.filter(({ date }) => date < given.earlierRulesBefore);
    expect(earlier.length).toBeGreaterThan(5);
    for (const day of earlier) expect(day).not.toHaveProperty('unknownMinutes');
    expect(lines([real]).filter((line) => !lines([earlier]).includes(line))).toEqual([]);
    expect(days.at(-1)).toHaveProperty('unknownMinutes');
  });

  it('add up: never more minutes than the day has, never more in hours than scheduled', () => {
    for (const { id } of parks) {
      const { entities } = ask<Daily>(`/entity/${id}/history/daily?from=2026-03-20&to=2026-04-10`);
      for (const { days } of entities) {
        for (const { date, operatingMinutes, downMinutes, unknownMinutes, inParkHours, standby } of days) {
          expect([date, operatingMinutes + downMinutes + unknownMinutes <= 1500]).toEqual([date, true]);
          if (standby)
            expect(standby.min <= standby.p50 && standby.p50 <= standby.p90 && standby.p90 <= standby.max).toBe(true);
          if (!inParkHours) continue;
          const { scheduledMinutes, ...within } = inParkHours;
          expect(within.operatingMinutes + within.downMinutes + within.unknownMinutes <= scheduledMinutes).toBe(true);
          expect(within.operatingMinutes <= operatingMinutes).toBe(true);
        }
      }
    }
  });

  it('count the history of their day: changes, first opening and last close', () => {
    let compared = 0;
    for (const { id } of parks) {
      const { entities } = ask<Daily>(`/entity/${id}/history/daily?date=2026-07-14`);
      const raw = ask<{ entities: EntityHistory[] }>(`/entity/${id}/history?date=2026-07-14`);
      for (const { id: entityId, days } of entities) {
        if (days.length === 0) continue;
        const { opening, history } = raw.entities.find((entity) => entity.id === entityId)!;
        const [row] = days as [Row];
        expect(row.changes).toBe(history.length);
        const opens = history.filter(({ status, changed }) => status === 'OPERATING' && changed.includes('status'));
        expect(row.firstOperatingAt).toBe(opens[0]?.time ?? null);
        if (opening.status === 'CLOSED' && history.at(-1)?.status === 'CLOSED' && opens.length > 0) {
          const closes = history.filter(({ status, changed }) => status === 'CLOSED' && changed.includes('status'));
          expect(row.lastClosedAt).toBe(closes.at(-1)!.time);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it.each([
    ['2026-07-17', 'not known, as in recorded rows'],
    ['2026-10-09', 'that of the next day, as documented'],
  ])('of %s: the close of a run past midnight is %s', (date) => {
    const [park] = parks;
    const atMs = Date.parse(date) + 96 * HOUR_MS;
    const nextDay = new Date(Date.parse(date) + 24 * HOUR_MS).toISOString().slice(0, 10);
    const { entities } = ask<Daily>(`/entity/${park!.id}/history/daily?date=${date}`, { atMs });
    const raw = (day: string) =>
      ask<{ entities: EntityHistory[] }>(`/entity/${park!.id}/history?date=${day}`, { atMs }).entities;
    const after = new Map(raw(nextDay).map((entity) => [entity.id, entity]));
    const late = raw(date).filter(({ history }) => history.at(-1)?.status === 'OPERATING');
    expect(late.length).toBeGreaterThan(2);
    for (const { id } of late) {
      const closed = after.get(id)!.history.find(({ status }) => status === 'CLOSED')!.time;
      const [row] = entities.find((entity) => entity.id === id)!.days as [Row];
      expect(row.lastClosedAt).toBe(date < '2026-10-08' ? null : closed);
    }
  });

  it('come in pages of 31 days for a park, each with the URL of the next, and in one page for a ride', () => {
    const [park] = parks;
    const ride = world.destinations[0]!.descendants.find(({ parkId }) => parkId === park!.id)!;
    const query = 'daily?from=2026-06-01&to=2026-08-10';
    let page = ask<Daily>(`/entity/${park!.id}/history/${query}`);
    const ranges = [page.range];
    for (; page.next !== null; ranges.push(page.range)) page = ask<Daily>(page.next);
    expect(ranges).toEqual([
      { from: '2026-06-01', to: '2026-07-01' },
      { from: '2026-07-02', to: '2026-08-01' },
      { from: '2026-08-02', to: '2026-08-10' },
    ]);
    const alone = ask<Daily>(`/entity/${ride.id}/history/${query}`);
    expect([alone.range, alone.next]).toEqual([{ from: '2026-06-01', to: '2026-08-10' }, null]);
    expect(page.entities.find(({ id }) => id === ride.id)!.days).toEqual(
      alone.days.filter(({ date }) => date >= '2026-08-02'),
    );
  });

  it('count a known gap as unknown, and waits above the ceiling apart', () => {
    const ride = world.destinations[0]!.descendants.find(
      ({ model }) => model.kind === 'RIDE' && model.ride.kind === 'POSTED',
    )!;
    const rowOf = (faults: FeedFault[]) =>
      ask<Daily>(`/entity/${ride.id}/history/daily?date=2026-07-14`, { faults }).days[0]!;
    const plain = rowOf([]);
    const [fromMs, untilMs] = [Date.UTC(2026, 6, 14, 17), Date.UTC(2026, 6, 14, 19)];
    const gap = rowOf([{ kind: 'KNOWN_GAP', fromMs, untilMs }]);
    expect(gap.unknownMinutes - plain.unknownMinutes).toBe(120);
    const sentinel = rowOf([{ kind: 'POSTED_WAIT', waitMinutes: 999, fromMs, untilMs }]);
    expect(sentinel).toMatchObject({ extremeWaits: { standby: 1 }, implausibleWaits: { standby: 1 } });
    expect(sentinel.standby!.max).toBeLessThan(600);
    const extreme = rowOf([{ kind: 'POSTED_WAIT', waitMinutes: 500, fromMs, untilMs }]);
    expect(extreme).toMatchObject({ extremeWaits: { standby: 1 }, standby: { max: 500 } });
    expect(extreme).not.toHaveProperty('implausibleWaits');
  });

  it('have only the minutes so far today', () => {
    const [park] = parks;
    const path = `/entity/${park!.id}/history/daily?date=2026-07-14`;
    const atMs = Date.UTC(2026, 6, 14, 4) + 12 * HOUR_MS + 30_000;
    for (const { days } of ask<Daily>(path, { atMs }).entities) {
      for (const { operatingMinutes, downMinutes, unknownMinutes } of days) {
        expect(operatingMinutes + downMinutes + unknownMinutes).toBeLessThanOrEqual(721);
      }
    }
    expect(ask<Daily>(path, { atMs: Date.UTC(2026, 6, 12) }).entities.every(({ days }) => days.length === 0)).toBe(
      true,
    );
  });
});
