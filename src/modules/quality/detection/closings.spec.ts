import { groupBy } from '../../../common/collections.js';
import { findClosings } from './closings.js';
import type { ObservedSpan } from './observed-spans.js';
import { findFlapping, statusChangesOf } from './status-changes.js';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2026-08-17T00:00:00Z');
const at = (hour: number) => T0 + hour * HOUR_MS;
/** Two days, open from 10:00 to 20:00. */
const OPEN = [
  { startMs: at(10), endMs: at(20) },
  { startMs: at(34), endMs: at(44) },
];
const DAYS = [0, 24].map((hour) => ({
  localDate: `day ${hour}`,
  window: { startMs: at(hour + 4), endMs: at(hour + 28) },
}));

type Interval = [from: number, until: number, status: ObservedSpan['status']];
const ride = (rideId: number, ...intervals: Interval[]): ObservedSpan[] =>
  intervals.map(([from, until, status]) => ({
    ...{ rideId, fromMs: at(from), untilMs: at(until), status, source: 'LIVE' as const },
    waitMinutes: status === 'OPERATING' ? 30 : null,
  }));
/** `count` equal rides, numbered from `first`. */
const rides = (count: number, first: number, ...intervals: Interval[]): ObservedSpan[] =>
  Array.from({ length: count }, (_, index) => ride(first + index, ...intervals)).flat();
const calm = (count: number) => rides(count, 101, [10, 20, 'OPERATING'], [20, 34, 'CLOSED'], [34, 44, 'OPERATING']);

const byRideOf = (observed: readonly ObservedSpan[]) => groupBy(observed, ({ rideId }) => rideId);
const closings = (observed: readonly ObservedSpan[], { untilMs = at(44), closingTimesMs = [at(20), at(44)] } = {}) => {
  const byRide = byRideOf(observed);
  const attractions = new Set(byRide.keys());
  const changes = statusChangesOf(byRide, attractions, HOUR_MS);
  return findClosings(changes, byRide, { attractions, openingIntervals: OPEN, closingTimesMs, untilMs }).map(
    (closing) => [...[(closing.startMs - T0) / HOUR_MS, closing.rideIds.length, closing.operating]],
  );
};
const LOST: Interval[] = [
  [10, 14, 'OPERATING'],
  [14, 44, 'CLOSED'],
];

describe('rides that close together', () => {
  it('are one event of their park: the worked example of docs/data-quality.md, 38 of 90 rides at 14:00', () => {
    expect(closings([...rides(38, 1, ...LOST), ...calm(52)])).toEqual([[14, 38, 90]]);
  });

  it('are at least five, and a fifth of the operating rides', () => {
    expect(closings([...rides(5, 1, ...LOST), ...calm(20)])).toEqual([[14, 5, 25]]);
    expect(closings([...rides(5, 1, ...LOST), ...calm(21)])).toEqual([]);
    expect(closings([...rides(4, 1, ...LOST), ...calm(2)])).toEqual([]);
  });

  it('may be reported up to two minutes apart', () => {
    const apart = (minutes: number) =>
      Array.from({ length: 6 }, (_, n) => {
        const turn = 14 + (n * minutes) / 5 / 60;
        return ride(n + 1, [10, turn, 'OPERATING'], [turn, 44, 'CLOSED']);
      }).flat();
    expect(closings(apart(2))).toEqual([[14, 6, 6]]);
    expect(closings(apart(12))).toEqual([]);
  });

  it('are no event if they reopen before the end of the day, as after a storm', () => {
    const storm = rides(38, 1, [10, 14, 'OPERATING'], [14, 18, 'CLOSED'], [18, 20, 'OPERATING']);
    expect(closings([...storm, ...calm(52)])).toEqual([]);
    expect(
      closings([...rides(38, 1, [10, 14, 'OPERATING'], [14, 16, 'DOWN'], [16, 20, 'OPERATING']), ...calm(2)]),
    ).toEqual([]);
  });

  it('are no event in the last three hours, unless they stay closed on the next day', () => {
    const evening = (next: ObservedSpan['status']) =>
      rides(38, 1, [10, 18, 'OPERATING'], [18, 34, 'CLOSED'], [34, 44, next]);
    expect(closings([...evening('OPERATING'), ...calm(52)])).toEqual([]);
    expect(closings([...evening('CLOSED'), ...calm(52)])).toEqual([[18, 38, 90]]);
  });

  it('are reported only after three hours', () => {
    const until = (hour: number) =>
      closings([...rides(38, 1, [10, 14, 'OPERATING'], [14, hour, 'CLOSED']), ...calm(52)], { untilMs: at(hour) });
    expect([until(16.9), until(17)]).toEqual([[], [[14, 38, 90]]]);
  });

  it('are no event at the end of published hours, before an evening event', () => {
    const observed = [...rides(38, 1, ...LOST), ...calm(52)];
    expect(closings(observed, { closingTimesMs: [at(14.4), at(20)] })).toEqual([]);
  });

  it('are no event if they close at that hour on earlier days too; the first such day still counts', () => {
    const early: Interval[] = [
      [10, 16, 'OPERATING'],
      [16, 34, 'CLOSED'],
      [34, 40.2, 'OPERATING'],
      [40.2, 44, 'CLOSED'],
    ];
    expect(closings([...rides(30, 1, ...early), ...calm(60)])).toEqual([[16, 30, 90]]);
  });

  it('are no event if there was no observation for longer than the gap limit', () => {
    const unknownIds = rides(38, 1, [10, 12, 'OPERATING'], [14, 44, 'CLOSED']);
    expect(closings([...unknownIds, ...calm(52)])).toEqual([]);
    const archived = unknownIds.map((one) => ({ ...one, untilMs: one.fromMs, source: 'ARCHIVE' as const }));
    expect(closings(archived)).toEqual([[14, 38, 38]]);
  });
});

describe('a flapping park', () => {
  const flappings = (observed: readonly ObservedSpan[]) => {
    const byRide = byRideOf(observed);
    const changes = statusChangesOf(byRide, new Set(byRide.keys()), HOUR_MS);
    return findFlapping(changes, byRide.size, DAYS, OPEN).map(
      ({ localDate, rideIds, changes: count, startMs, endMs }) => [
        ...[localDate, rideIds.length, count, (startMs - T0) / HOUR_MS, (endMs - T0) / HOUR_MS],
      ],
    );
  };
  const toggling = (times: number): Interval[] =>
    Array.from({ length: times + 1 }, (_, n): Interval => [10 + n, 11 + n, n % 2 === 0 ? 'OPERATING' : 'CLOSED']);

  it('is one event per day, for any number of rides and changes', () => {
    expect(flappings([...rides(60, 1, ...toggling(8)), ...calm(30)])).toEqual([['day 0', 60, 8, 11, 18]]);
  });

  it('is not a park with two storms, nor one with a few rides that break down repeatedly', () => {
    expect(flappings([...rides(60, 1, ...toggling(4)), ...calm(30)])).toEqual([]);
    expect(flappings([...rides(5, 1, ...toggling(8)), ...calm(30)])).toEqual([]);
  });
});
