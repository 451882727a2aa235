import fc from 'fast-check';
import { HOUR_MS, LIMITS, MINUTE_MS, type ParkOptions } from '../../../../test/statistics/support/park-figures.js';
import { unpackedDay } from '../../../../test/support/ride-hour-rows.js';
import { dayAfter } from '../../../common/time/calendar.js';
import { USE_TYPES } from '../../park-use/published-interval.js';
import type { LastConfirmed } from '../days/observed-days.js';
import { type CalendarDay, ParkCalendar } from '../days/park-calendar.js';
import {
  lookbackMs,
  type ObservedRide,
  parkDays,
  type ParkDaysInput,
  type ParkDaysStatistics,
} from '../days/park-days.js';
import type { ScheduledTimeTotals } from '../days/rollup-rows.js';
import { Polls } from './live-spans.js';
import { mergeCanonicalGroup, type ObservedRow, ObservedRows } from './observed-rows.js';

const RUNS = { seed: 20_240_701, numRuns: 100 };
/** The clock of this zone is put forward on the second of the days. */
const ZONE = { timezone: 'America/New_York', first: '2024-03-09', last: '2024-03-11' };
const FIRST_MS = Date.parse('2024-03-09T05:00:00Z');
const SPAN_MS = 71 * HOUR_MS;

const someRow = fc.record({
  atMs: fc.integer({ min: FIRST_MS - 8 * HOUR_MS, max: FIRST_MS + SPAN_MS - 1 }),
  status: fc.constantFrom(0, 1, 1, 1, 2, 3, 3, 4),
  waitMinutes: fc.constantFrom(-1, 0, 5, 20, 45, 300, 340, 999),
  isLive: fc.boolean(),
  observedForMs: fc.integer({ min: 0, max: 30 * HOUR_MS }),
});

/** Rows of one UUID as they can be stored: each instant once, and no run reaches to the next live row. */
const someRows = fc.array(someRow, { maxLength: 40 }).map((drawn): Partial<ObservedRow>[] => {
  const rows = [...new Map(drawn.map((row) => [row.atMs, row])).values()].sort((a, b) => a.atMs - b.atMs);
  return rows.map((row, index) => {
    const nextLive = rows.slice(index + 1).find(({ isLive }) => isLive);
    const latestMs = (nextLive?.atMs ?? Infinity) - 1;
    return { ...row, confirmedUntilMs: row.isLive ? Math.min(row.atMs + row.observedForMs, latestMs) : row.atMs };
  });
});

const somePublished = fc.array(
  fc.record({
    date: fc.constantFrom('2024-03-08', '2024-03-09', '2024-03-10', '2024-03-11'),
    type: fc.constantFrom(...USE_TYPES),
    opensAt: fc.integer({ min: 0, max: 22 }),
    hours: fc.integer({ min: 1, max: 14 }),
  }),
  { maxLength: 4 },
);

const somePark = fc.record({
  published: somePublished,
  rides: fc.array(fc.tuple(someRows, fc.oneof(fc.constant([]), someRows)), { minLength: 1, maxLength: 4 }),
  polls: fc.array(fc.integer({ min: FIRST_MS - 8 * HOUR_MS, max: FIRST_MS + SPAN_MS }), { maxLength: 200 }),
  dayStartMinutes: fc.constantFrom(0, 240),
});
type Park = typeof somePark extends fc.Arbitrary<infer Value> ? Value : never;

/** Calendars are dear to make, and no property is about them. */
const calendars = new Map<string, ParkCalendar>();

function calendarOf(dates: ParkOptions['dates'], dayStartMinutes: number): ParkCalendar {
  const key = `${dates.join()} ${dayStartMinutes}`;
  const known = calendars.get(key) ?? new ParkCalendar(ZONE.timezone, dayStartMinutes, ...dates);
  calendars.set(key, known);
  return known;
}

const inputOf = (
  park: Park,
  dates: ParkOptions['dates'] = [ZONE.first, ZONE.last],
  lastConfirmed: readonly (LastConfirmed | null)[] = [],
): ParkDaysInput => ({
  parkId: 7,
  calendar: calendarOf(dates, park.dayStartMinutes),
  limits: LIMITS,
  published: park.published.map(({ date, type, opensAt, hours }) => {
    const startMs = Date.parse(`${date}T05:00:00Z`) + opensAt * HOUR_MS;
    return { localDate: date, type, startMs, endMs: startMs + hours * HOUR_MS, description: null };
  }),
  waitCeilingMinutes: 600,
  polls: new Polls(
    [...park.polls].sort((a, b) => a - b),
    LIMITS.liveMs,
  ),
  rides: park.rides.map(([own, linked], index): ObservedRide => {
    const rows = mergeCanonicalGroup([ObservedRows.of(own), ObservedRows.of(linked)]);
    return {
      rideId: index + 1,
      countsForPark: index !== 1,
      isListedAt: () => true,
      rows,
      lastConfirmed: lastConfirmed[index] ?? null,
    };
  }),
});

/** What is loaded for one day: what lies in it and in the hours before, and the last live run that began earlier. */
function loadedFor(rows: readonly Partial<ObservedRow>[], { calendar, limits }: ParkDaysInput): Partial<ObservedRow>[] {
  const fromMs = calendar.startMs - lookbackMs(limits);
  const near = rows.filter(({ atMs }) => atMs! >= fromMs && atMs! < calendar.endMs);
  const run = rows.filter(({ atMs, isLive }) => atMs! < fromMs && isLive === true).at(-1);
  return run !== undefined && run.confirmedUntilMs! >= fromMs ? [run, ...near] : near;
}

/** The last live observation before what is loaded, of a ride or one linked to it. */
function lastConfirmedBefore(
  families: readonly (readonly Partial<ObservedRow>[])[],
  { calendar, limits }: ParkDaysInput,
) {
  const fromMs = calendar.startMs - lookbackMs(limits);
  const runs = families.flatMap((rows) =>
    rows.filter(({ atMs, isLive }) => atMs! < fromMs && isLive === true).slice(-1),
  );
  const last = runs.sort((a, b) => a.confirmedUntilMs! - b.confirmedUntilMs!).at(-1);
  return last === undefined ? null : { confirmedUntilMs: last.confirmedUntilMs!, status: last.status! };
}

const ofDate = (
  { hours, days, downtimes, parkHours, parkDays: park, noData }: ParkDaysStatistics,
  { localDate: date, startMs, endMs }: CalendarDay,
) => {
  const here = <T extends { localDate: string }>(rows: readonly T[]) =>
    rows.filter(({ localDate }) => localDate === date);
  return {
    ...{ hours: here(hours), days: here(days), downtimes: here(downtimes) },
    ...{ parkHours: here(parkHours), parkDays: here(park) },
    noData: noData.filter(({ fromMs }) => startMs <= fromMs && fromMs < endMs),
  };
};

const namedMs = ({ operatingMs, downMs, closedMs, refurbishmentMs }: ScheduledTimeTotals): number =>
  operatingMs + downMs + closedMs + refurbishmentMs;

describe('statistics of arbitrary observations', () => {
  it('have times of all states that sum to the window, to the millisecond', () => {
    fc.assert(
      fc.property(somePark, (park) => {
        const input = inputOf(park);
        const { hours, days } = parkDays(input);
        for (const day of days) {
          const { startMs, endMs } = input.calendar.days.find(({ localDate }) => localDate === day.localDate)!;
          const unknownMs = day.observedMs - namedMs(day);
          expect(namedMs(day) + unknownMs + day.unknownMs).toBe(endMs - startMs);
          expect(Math.min(unknownMs, day.unknownMs, day.scheduledMs - day.scheduledObservedMs)).toBeGreaterThanOrEqual(
            0,
          );
          const own = hours
            .filter(({ rideId, localDate }) => rideId === day.rideId && localDate === day.localDate)
            .flatMap(unpackedDay);
          for (const field of [
            'operatingMs',
            'observedMs',
            'waitMinutesMs',
            'archiveMs',
            'scheduledMs',
            'scheduledDownMs',
          ] as const) {
            expect(own.reduce((sum, hour) => sum + hour[field], 0)).toBe(day[field]);
          }
        }
      }),
      RUNS,
    );
  });

  it('have waits in use and out of hours that together cover the whole day, whatever is published', () => {
    const waitsOf = ({ days }: ParkDaysStatistics) =>
      days.map((day) => ({
        rideId: day.rideId,
        localDate: day.localDate,
        knownMs: day.waitKnownMs + day.outsideWaitKnownMs,
        minutesMs: day.waitMinutesMs + day.outsideWaitMinutesMs,
        longest: Math.max(day.maxWait ?? -1, day.outsideMaxWait ?? -1),
        implausible: day.implausibleWaitCount,
      }));
    fc.assert(
      fc.property(somePark, somePublished, (park, published) => {
        const all = waitsOf(parkDays(inputOf(park)));
        expect(waitsOf(parkDays(inputOf({ ...park, published })))).toEqual(all);
        for (const { knownMs, minutesMs, longest } of all)
          expect(minutesMs).toBeLessThanOrEqual(knownMs * Math.max(longest, 0));
      }),
      RUNS,
    );
  });

  it('are the same whether days are computed together or one by one, each from its own input', () => {
    fc.assert(
      fc.property(somePark, (park) => {
        const together = parkDays(inputOf(park));
        for (let date = ZONE.first; date <= ZONE.last; date = dayAfter(date, 1)) {
          const day = inputOf(park, [date, date]);
          const rides = park.rides.map(
            ([own, linked]) => [loadedFor(own, day), loadedFor(linked, day)] as [typeof own, typeof linked],
          );
          const lastConfirmed = park.rides.map((families) => lastConfirmedBefore(families, day));
          expect(parkDays(inputOf({ ...park, rides }, [date, date], lastConfirmed))).toEqual(
            ofDate(together, day.calendar.days[0]!),
          );
        }
      }),
      RUNS,
    );
  });

  it('of changes equal those of samples every five minutes, within the sampling error', () => {
    const change = fc.record({
      afterMs: fc.integer({ min: 1, max: 3 * HOUR_MS }),
      wait: fc.integer({ min: 0, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), (changes) => {
        const stepMs = 5 * MINUTE_MS;
        const startMs = FIRST_MS + 8 * HOUR_MS;
        let atMs = startMs;
        const events = changes.map(({ wait, afterMs }, index) => {
          const event = { atMs, status: 1, waitMinutes: wait };
          atMs = Math.min(
            index === changes.length - 1 ? atMs + HOUR_MS : atMs + afterMs,
            FIRST_MS + 60 * HOUR_MS - changes.length + index,
          );
          return event;
        });
        const endMs = Math.ceil(atMs / stepMs) * stepMs;
        const samples: Partial<ObservedRow>[] = [];
        for (let sampleMs = startMs; sampleMs < endMs; sampleMs += stepMs) {
          samples.push({ ...events.filter((event) => event.atMs <= sampleMs).at(-1)!, atMs: sampleMs });
        }
        const closed = { atMs: endMs, status: 3 };
        const sumOf = (rows: readonly Partial<ObservedRow>[]) => {
          const rides: Park['rides'] = [
            [[...rows, closed], []],
            [samples, []],
          ];
          const days = parkDays(inputOf({ published: [], rides, polls: [], dayStartMinutes: 0 })).days.filter(
            ({ rideId }) => rideId === 1,
          );
          const total = (field: 'waitKnownMs' | 'waitMinutesMs') => days.reduce((sum, day) => sum + day[field], 0);
          return { knownMs: total('waitKnownMs'), minutesMs: total('waitMinutesMs') };
        };
        const [byEvents, bySamples] = [sumOf(events), sumOf(samples)];
        const jumps = events.slice(1).map((event, index) => Math.abs(event.waitMinutes - events[index]!.waitMinutes));
        const missed = jumps.reduce((sum, jump) => sum + jump * stepMs, 0);
        expect(byEvents.knownMs).toBe(bySamples.knownMs);
        expect(Math.abs(byEvents.minutesMs - bySamples.minutesMs)).toBeLessThanOrEqual(missed);
      }),
      RUNS,
    );
  });
});
