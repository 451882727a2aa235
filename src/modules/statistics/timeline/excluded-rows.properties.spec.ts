import fc from 'fast-check';
import { HOUR_MS, LIMITS, MINUTE_MS } from '../../../../test/statistics/support/park-figures.js';
import { type CurrentRide, encodeObservations } from '../../collector/cycle/encode-observations.js';
import { RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { ParkCalendar } from '../days/park-calendar.js';
import { parkDays, type ParkDaysStatistics } from '../days/park-days.js';
import { type ExcludedSpan, withoutExcluded } from './excluded-rows.js';
import { Polls } from './live-spans.js';
import { mergeCanonicalGroup, type ObservedRow, ObservedRows } from './observed-rows.js';

const RUNS = { seed: 20_261_128, numRuns: 100 };
const FIRST_MS = Date.parse('2024-03-09T05:00:00Z');
const CALENDAR = new ParkCalendar('America/New_York', 0, '2024-03-09', '2024-03-10');
const SPAN_MS = 47 * HOUR_MS;

/** What one ride is at every poll; null: the answer does not name it. */
type Told = { status: RideStatus; waitMinutes: number | null } | null;
interface Feed {
  pollsMs: number[];
  rides: Told[][];
}

const someReported: fc.Arbitrary<Told> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 9,
    arbitrary: fc.record({
      status: fc.constantFrom<RideStatus>('OPERATING', 'OPERATING', 'OPERATING', 'DOWN', 'CLOSED'),
      waitMinutes: fc.constantFrom(null, 0, 5, 20, 300),
    }),
  },
);

/** Polls five minutes apart, with pauses; each value of a ride lasts for some polls. */
const someFeed: fc.Arbitrary<Feed> = fc
  .record({
    pauses: fc.array(fc.constantFrom(5, 5, 5, 5, 5, 5, 10, 15, 20, 90), { minLength: 60, maxLength: 240 }),
    rides: fc.array(
      fc.array(fc.tuple(someReported, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 30 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  })
  .map(({ pauses, rides }) => {
    let atMs = FIRST_MS - HOUR_MS;
    const pollsMs = pauses.map((minutes) => (atMs += minutes * MINUTE_MS));
    const reportedOf = (values: readonly [Told, number][]) => {
      const forwardedFor = values.flatMap(([value, times]) => Array<Told>(times).fill(value));
      return pollsMs.map((_, poll) => forwardedFor[poll % forwardedFor.length]!);
    };
    return { pollsMs, rides: rides.map(reportedOf) };
  });

const someInterval = fc
  .tuple(fc.integer({ min: -2 * HOUR_MS, max: SPAN_MS }), fc.integer({ min: 0, max: 20 * HOUR_MS }), fc.boolean())
  .map(([startMs, lengthMs, isOngoing]) => {
    const fromMs = FIRST_MS + startMs;
    return { fromMs, toMs: isOngoing ? Infinity : fromMs + lengthMs };
  });

/** The rows that the collector stores of a ride. */
function storedRows(pollsMs: readonly number[], forwardedFor: readonly Told[]): ObservedRows {
  const rows: Partial<ObservedRow>[] = [];
  let current: CurrentRide | undefined;
  for (const [poll, observedAtMs] of pollsMs.entries()) {
    const value = forwardedFor[poll];
    if (value == null) continue;
    const observation = { rideId: 1, ...value, lastUpdatedMs: null, queues: [] };
    const coded = encodeObservations(new Map(current === undefined ? [] : [[1, current]]), [observation], {
      observedAtMs,
      previousObservedAtMs: pollsMs[poll - 1] ?? null,
      maxCarryForwardMs: LIMITS.liveMs,
    });
    const [snapshot] = [...coded.snapshots.extend, ...coded.snapshots.start];
    if (snapshot === undefined) continue;
    if (coded.snapshots.extend.length > 0) rows.pop();
    current = { snapshot, queues: new Map() };
    rows.push({
      atMs: snapshot.recordedAtMs,
      confirmedUntilMs: observedAtMs,
      status: snapshot.status === null ? 0 : RIDE_STATUSES.indexOf(snapshot.status) + 1,
      waitMinutes: snapshot.waitMinutes ?? -1,
      isLive: true,
    });
  }
  return ObservedRows.of(rows);
}

function statisticsOf(rides: readonly ObservedRows[], polls: Polls): ParkDaysStatistics {
  return parkDays({
    parkId: 7,
    calendar: CALENDAR,
    limits: LIMITS,
    published: [],
    waitCeilingMinutes: 600,
    polls,
    rides: rides.map((rows, index) => ({
      rideId: index + 1,
      countsForPark: true,
      isListedAt: () => true,
      rows,
      lastConfirmed: null,
    })),
  });
}

const WAIT_KEYS = /wait|extreme/i;

/** Without waits, and without the number of rows: an excluded part of a row is a row of its own. */
const withoutWaits = (statistics: ParkDaysStatistics): unknown =>
  JSON.parse(
    JSON.stringify(statistics, (key, value: unknown) =>
      key === 'snapshotCount' || WAIT_KEYS.test(key) ? undefined : value,
    ),
  );

const isWithin = (atMs: number, { fromMs, toMs }: Pick<ExcludedSpan, 'fromMs' | 'toMs'>) =>
  atMs >= fromMs && atMs < toMs;

describe('statistics with an excluded interval', () => {
  it.each(['the park', 'a ride'])('equal those of the live feed without that interval of %s', (target) => {
    fc.assert(
      fc.property(someFeed, fc.array(someInterval, { minLength: 1, maxLength: 3 }), ({ pollsMs, rides }, intervals) => {
        const polls = new Polls(pollsMs, LIMITS.liveMs);
        const spans = intervals.map((interval): ExcludedSpan => ({ ...interval, scope: 'ALL' }));
        const isExcluded = (ride: number) => target === 'the park' || ride === 0;
        const excluded = rides.map((forwardedFor, ride) =>
          withoutExcluded(storedRows(pollsMs, forwardedFor), isExcluded(ride) ? spans : [], polls),
        );
        const without = rides.map((forwardedFor, ride) =>
          storedRows(
            pollsMs,
            forwardedFor.map((value, poll) =>
              isExcluded(ride) && spans.some((span) => isWithin(pollsMs[poll]!, span)) ? null : value,
            ),
          ),
        );
        expect(statisticsOf(excluded, polls)).toEqual(statisticsOf(without, polls));
      }),
      RUNS,
    );
  });

  it('equal those of the archive without that interval', () => {
    const someEvents = fc.uniqueArray(
      fc.record({
        atMs: fc.integer({ min: FIRST_MS, max: FIRST_MS + SPAN_MS }),
        status: fc.constantFrom(1, 1, 2, 3),
        waitMinutes: fc.constantFrom(-1, 0, 35),
      }),
      { selector: ({ atMs }) => atMs, maxLength: 60 },
    );
    fc.assert(
      fc.property(someEvents, someInterval, (events, interval) => {
        const rows = [...events].sort((a, b) => a.atMs - b.atMs);
        const polls = new Polls([], LIMITS.liveMs);
        const excluded = withoutExcluded(ObservedRows.of(rows), [{ ...interval, scope: 'ALL' }], polls);
        const without = ObservedRows.of(rows.filter(({ atMs }) => !isWithin(atMs, interval)));
        expect(statisticsOf([excluded], polls)).toEqual(statisticsOf([without], polls));
      }),
      RUNS,
    );
  });

  it('equal those of the feed except for waits, if only waits are excluded', () => {
    fc.assert(
      fc.property(someFeed, someInterval, ({ pollsMs, rides }, interval) => {
        const polls = new Polls(pollsMs, LIMITS.liveMs);
        const stored = rides.map((forwardedFor) => storedRows(pollsMs, forwardedFor));
        const excluded = stored.map((rows) => withoutExcluded(rows, [{ ...interval, scope: 'WAIT' }], polls));
        expect(withoutWaits(statisticsOf(excluded, polls))).toEqual(withoutWaits(statisticsOf(stored, polls)));
      }),
      RUNS,
    );
  });

  it('have no waits if all waits are excluded', () => {
    fc.assert(
      fc.property(someFeed, ({ pollsMs, rides }) => {
        const polls = new Polls(pollsMs, LIMITS.liveMs);
        const always: ExcludedSpan = { fromMs: -Infinity, toMs: Infinity, scope: 'WAIT' };
        const excluded = rides.map((forwardedFor) =>
          withoutExcluded(storedRows(pollsMs, forwardedFor), [always], polls),
        );
        const waits: unknown[] = [];
        JSON.stringify(statisticsOf(excluded, polls), (key, value: unknown) => {
          if (WAIT_KEYS.test(key) && typeof value === 'number') waits.push(value);
          return value;
        });
        expect(new Set(waits)).toEqual(new Set(waits.length > 0 ? [0] : []));
      }),
      RUNS,
    );
  });

  it('are identical if nothing is excluded', () => {
    const rows = ObservedRows.of([{ atMs: FIRST_MS, status: 1, waitMinutes: 20 }]);
    expect(withoutExcluded(rows, [], new Polls([], LIMITS.liveMs))).toBe(rows);
    expect(mergeCanonicalGroup([rows])).toBe(rows);
  });
});
