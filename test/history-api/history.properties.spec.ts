import fc from 'fast-check';
import { DAY_MS, dayAfter, daysFromTo, HOUR_MS, MINUTE_MS } from '../../src/common/time/calendar.js';
import type { DailyInput, StateChange } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import { buildDailyRow, type DailyRuleVersion } from '../../src/modules/history-api/daily-rules/daily-rules.js';
import { historyObservations } from '../../src/modules/history-api/observations/history-observations.js';
import { orderHistory } from '../../src/modules/history-api/observations/observation-set.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { MalformedResponseError } from '../../src/modules/themeparks-api/malformed-response.error.js';
import { readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { RIDE_STATUSES } from '../../src/modules/snapshots/observations.js';
import { type EntityState, historyBody, type RecordedState, secondsText } from '../support/history-body.js';

const RUNS = { seed: 20_261_129, numRuns: 200 };

const someState: fc.Arbitrary<EntityState> = fc.record({
  status: fc.constantFrom('OPERATING', 'OPERATING', 'DOWN', 'CLOSED', 'REFURBISHMENT'),
  standby: fc.constantFrom(null, 0, 5, 20, 45, 480, 999, 1500),
  singleRider: fc.constantFrom(null, 5, 10),
  returnState: fc.constantFrom(null, 'AVAILABLE', 'TEMP_FULL', 'FINISHED'),
  price: fc.constantFrom(null, 0, 1500),
});

/** Days on which the clock changes, with the zone in which it does, and a day on which it does not. */
const someDay = fc.constantFrom(
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Paris', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Tokyo', '2026-07-01'],
) as fc.Arbitrary<readonly [zone: string, date: string]>;

/** States at instants within three days from the day on. */
const someStates = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 * 24 * 3600 }), someState), {
    selector: ([second]) => second,
    maxLength: 40,
  })
  .map((states) => [...states].sort(([a], [b]) => a - b));

describe('the observations of a range', () => {
  const BEFORE_MS = 8 * HOUR_MS;

  it('are the same however the range is split into requests of days', () => {
    fc.assert(
      fc.property(someDay, someStates, fc.subarray([1, 2]), ([zone, date], states, splits) => {
        const days = new LocalDays(zone, 0);
        const { startMs } = days.window(date);
        const recorded: RecordedState[] = states.map(([second, state]) => ({
          atMs: startMs - BEFORE_MS + second * 1000,
          state,
        }));
        const observed = (from: string, until: string) => {
          const range = { startMs: days.window(from).startMs, endMs: days.window(until).startMs };
          const response = readHistoryResponse(historyBody(recorded, range, zone));
          return historyObservations(response, { range, earliestOpeningMs: 0, timezone: null });
        };
        const whole = observed(date, dayAfter(date, 3));
        const cuts = [0, ...splits, 3].map((count) => dayAfter(date, count));
        const parts = cuts.slice(1).map((until, index) => observed(cuts[index]!, until));
        const merged = {
          ...whole,
          snapshots: {
            length: parts.reduce((sum, { snapshots }) => sum + snapshots.length, 0),
            recordedAtMs: Float64Array.from(parts.flatMap(({ snapshots }) => [...snapshots.recordedAtMs])),
            status: Uint8Array.from(parts.flatMap(({ snapshots }) => [...snapshots.status])),
            waitMinutes: Int16Array.from(parts.flatMap(({ snapshots }) => [...snapshots.waitMinutes])),
            entityIndex: Uint32Array.from(parts.flatMap(({ snapshots }) => [...snapshots.entityIndex])),
            waitChangedAtMs: Float64Array.from(parts.flatMap(({ snapshots }) => [...snapshots.waitChangedAtMs])),
          },
          queues: parts.flatMap(({ queues }) => queues),
        };
        const [expected, actual] = [orderHistory(whole, [1]), orderHistory(merged, [1])];
        expect(actual.set).toEqual(expected.set);
        // What two requests both contain is equal in both.
        expect(actual.conflicts).toBe(0);
      }),
      RUNS,
    );
  });

  it('are the states at their instants, and nothing is observed that did not change', () => {
    fc.assert(
      fc.property(someDay, someStates, ([zone, date], states) => {
        const range = { startMs: new LocalDays(zone, 0).window(date).startMs, endMs: Infinity };
        const recorded = states.map(([second, state]) => ({ atMs: range.startMs + second * 1000, state }));
        const response = readHistoryResponse(historyBody(recorded, range, zone));
        const { snapshots } = historyObservations(response, { range, earliestOpeningMs: 0, timezone: null });
        const expected = recorded.filter(({ state }, index) => {
          const before = recorded[index - 1]?.state;
          return before?.status !== state.status || (before.standby ?? null) !== state.standby;
        });
        expect([...snapshots.recordedAtMs]).toEqual(expected.map(({ atMs }) => atMs));
        expect([...snapshots.status].map((code) => RIDE_STATUSES[code - 1])).toEqual(
          expected.map(({ state }) => state.status),
        );
      }),
      RUNS,
    );
  });
});

describe('a daily row', () => {
  const someVersion = fc.constantFrom<DailyRuleVersion>('EARLIER', 'UNCONFIRMED', 'ABSENT');
  const someInterval = fc
    .tuple(fc.integer({ min: -300, max: 1600 }), fc.integer({ min: 0, max: 1200 }))
    .map(([from, minutes]) => [from, from + minutes] as const);

  const someInput = fc
    .tuple(
      someDay,
      someStates,
      fc.array(someInterval, { maxLength: 3 }),
      fc.array(someInterval, { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([[zone, date], states, hours, gaps, hasOpening]): DailyInput => {
      const day = new LocalDays(zone, 0).window(date);
      const intervalsOf = (list: readonly (readonly [number, number])[]) =>
        list.map(([from, until]) => ({
          startMs: day.startMs + from * MINUTE_MS,
          endMs: day.startMs + until * MINUTE_MS,
        }));
      const changes = states.map(([second, { status, standby, singleRider }]): StateChange => ({
        atMs: day.startMs + second * 1000,
        status: RIDE_STATUSES.find((word) => word === status)!,
        standbyMinutes: standby,
        singleRiderMinutes: singleRider,
        changesState: true,
      }));
      const first = changes[0];
      return {
        date,
        day,
        untilMs: day.endMs,
        opening:
          hasOpening && first !== undefined
            ? {
                ...first,
                changedAtMs: day.startMs - 5 * HOUR_MS,
                standbyChangedAtMs: day.startMs - HOUR_MS,
                singleRiderChangedAtMs: null,
                isInRun: null,
              }
            : null,
        changes,
        hours: intervalsOf(hours),
        neighbourHours: [],
        showStartsMs: null,
        gaps: intervalsOf(gaps),
        absences: intervalsOf(gaps),
      };
    });

  const minutesOf = ({
    operatingMinutes,
    downMinutes,
    unknownMinutes,
  }: Omit<DailyRow, 'date'>['inParkHours'] & object) => operatingMinutes + downMinutes + (unknownMinutes ?? 0);

  it('never has more minutes than the day or its published hours, also when the clock changes', () => {
    fc.assert(
      fc.property(someInput, someVersion, (input, version) => {
        const row = buildDailyRow(input, { version, ceilingMinutes: 600 });
        if (row === null) return;
        const dayMinutes = (input.day.endMs - input.day.startMs) / MINUTE_MS;
        const whole = row.operatingMinutes + row.downMinutes + (row.unknownMinutes ?? 0);
        expect(whole).toBeLessThanOrEqual(dayMinutes);
        if (row.inParkHours === null) return;
        expect(row.inParkHours.scheduledMinutes).toBeLessThanOrEqual(dayMinutes);
        expect(minutesOf(row.inParkHours)).toBeLessThanOrEqual(Math.min(row.inParkHours.scheduledMinutes, whole));
        expect(row.inParkHours.operatingMinutes).toBeLessThanOrEqual(row.operatingMinutes);
        expect(row.inParkHours.downMinutes).toBeLessThanOrEqual(row.downMinutes);
      }),
      RUNS,
    );
  });

  it('of a day without a closed minute has as many minutes as the day: 23, 24, 24.5 or 25 hours', () => {
    fc.assert(
      fc.property(someInput, (input) => {
        const changes = input.changes.filter(({ status }) => status === 'OPERATING' || status === 'DOWN');
        const opening = input.opening && { ...input.opening, status: 'OPERATING' as const };
        const row = buildDailyRow({ ...input, changes, opening }, { version: 'UNCONFIRMED', ceilingMinutes: 600 });
        const { operatingMinutes, downMinutes, unknownMinutes } = row!;
        expect(operatingMinutes + downMinutes + unknownMinutes!).toBe(
          (input.day.endMs - input.day.startMs) / MINUTE_MS,
        );
      }),
      RUNS,
    );
  });

  it('has ordered statistics of posted waits up to the ceiling, only if a minute operated', () => {
    fc.assert(
      fc.property(someInput, someVersion, fc.constantFrom(300, 600), (input, version, ceilingMinutes) => {
        const row = buildDailyRow(input, { version, ceilingMinutes });
        const posted = new Set(
          [...input.changes, ...(input.opening === null ? [] : [input.opening])].map((state) => state.standbyMinutes),
        );
        for (const minutes of [row, row?.inParkHours]) {
          const waits = minutes?.standby;
          if (waits == null) continue;
          expect(minutes!.operatingMinutes).toBeGreaterThan(0);
          expect(waits.min).toBeLessThanOrEqual(waits.p50);
          expect(waits.p50).toBeLessThanOrEqual(waits.p90);
          expect(waits.p90).toBeLessThanOrEqual(waits.max);
          expect(waits.max).toBeLessThanOrEqual(ceilingMinutes);
          expect([waits.min, waits.p50, waits.p90, waits.max].filter((wait) => !posted.has(wait))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('has more unknown minutes under later rules, and never fewer in total', () => {
    fc.assert(
      fc.property(someInput, (input) => {
        const [earlier, unconfirmed, absent] = (['EARLIER', 'UNCONFIRMED', 'ABSENT'] as const).map((version) =>
          buildDailyRow({ ...input, gaps: [] }, { version, ceilingMinutes: 600 }),
        );
        if (earlier == null || unconfirmed == null || absent == null) return;
        expect(unconfirmed.operatingMinutes).toBeLessThanOrEqual(earlier.operatingMinutes);
        expect(unconfirmed.downMinutes).toBe(earlier.downMinutes);
        expect(absent.operatingMinutes).toBeLessThanOrEqual(unconfirmed.operatingMinutes);
        expect(absent.unknownMinutes).toBeGreaterThanOrEqual(unconfirmed.unknownMinutes!);
      }),
      RUNS,
    );
  });
});

describe('the readers', () => {
  const someJson = fc.jsonValue({ maxDepth: 4 });
  const someInstant = fc.integer({ min: 0, max: 3 * DAY_MS }).map((ms) => secondsText(Date.UTC(2026, 8, 26) + ms));
  const someRow = fc.oneof(
    someJson,
    fc.record(
      { time: fc.oneof(someInstant, someJson), changed: someJson, status: someJson, queue: someJson },
      { requiredKeys: [] },
    ),
    fc.record({
      date: fc.constantFrom(...daysFromTo('2026-09-26', '2026-09-28')),
      operatingMinutes: fc.nat(),
      downMinutes: someJson,
    }),
  );
  const someRows = fc.oneof(someJson, fc.array(someRow, { maxLength: 5 }));
  const id = 'b2260923-9315-40fd-9c6b-44dd811dbe64';
  const someEntity = fc.oneof(
    someJson,
    fc.record({ id: fc.oneof(fc.constant(id), someJson), opening: someJson, history: someRows, days: someRows }),
  );
  const someBody = fc.oneof(
    someJson,
    fc.record({ id: fc.constant(id), timezone: someJson, opening: someJson, history: someRows, days: someRows }),
    fc.record({ id: fc.constant(id), range: someJson, entities: fc.array(someEntity, { maxLength: 4 }) }),
  );

  it.each([
    ['history', readHistoryResponse],
    ['daily rows', readDailyResponse],
  ] as const)('of %s read or reject every row of any JSON, and name what they reject', (_, read) => {
    fc.assert(
      fc.property(someBody, (body) => {
        let response: ReturnType<typeof readHistoryResponse> | ReturnType<typeof readDailyResponse>;
        try {
          response = read(body);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponseError);
          return;
        }
        const { rows, problems } = response;
        expect(rows.seen).toBe(rows.read + rows.rejected);
        const rejected = problems.filter((problem) => problem.rejected && /^(row|day)/.test(problem.field));
        expect(rejected.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(rows.rejected);
        if ('entities' in response && 'opening' in (response.entities[0] ?? {})) {
          const range = { startMs: 0, endMs: Infinity };
          const history = response as ReturnType<typeof readHistoryResponse>;
          const observed = historyObservations(history, { range, earliestOpeningMs: 0, timezone: null });
          expect(observed.rows.observed + observed.rows.withoutObservation + observed.rows.superseded).toBe(rows.read);
        }
      }),
      { ...RUNS, numRuns: 500 },
    );
  });
});
