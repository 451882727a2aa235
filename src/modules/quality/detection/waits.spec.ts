import { findDuplicates } from './duplicates.js';
import type { ObservedSpan } from './observed-spans.js';
import { findClosedDays, findLongDowns } from './states.js';
import { findFrozenPark, findFrozenWaits, findJumps, findWaitAnomalies } from './waits.js';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2026-04-15T00:00:00Z');
const at = (hour: number) => T0 + hour * HOUR_MS;
const OPEN = [
  { startMs: at(9), endMs: at(21) },
  { startMs: at(33), endMs: at(45) },
];
const THRESHOLDS = { maxWaitMinutes: 300, jumpMinutes: 120, frozenRideMs: 8 * HOUR_MS, frozenParkMs: 3 * HOUR_MS };

const observed = (from: number, until: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  rideId: 1,
  fromMs: at(from),
  untilMs: at(until),
  status: 'OPERATING',
  waitMinutes: 30,
  source: 'LIVE',
  ...overrides,
});
const waits = (...minutes: (number | null)[]) =>
  minutes.map((waitMinutes, n) => {
    return observed(10 + n / 10, 10 + n / 10, { waitMinutes, status: waitMinutes === null ? 'CLOSED' : 'OPERATING' });
  });

describe('wait anomalies', () => {
  it('are waits above the limit, as one finding, and 300 between two CLOSED states', () => {
    expect(findWaitAnomalies(waits(290, 300, 301, 345), THRESHOLDS)).toMatchObject([
      { reason: 'WAIT_OUT_OF_RANGE', count: 2 },
    ]);
    expect(findWaitAnomalies(waits(null, 300, null), THRESHOLDS)).toMatchObject([
      { reason: 'IMPLAUSIBLE_WAIT', count: 1 },
    ]);
    expect(findWaitAnomalies(waits(null, 300, 290), THRESHOLDS)).toEqual([]);
  });

  it('are jumps up between neighbours, not down, not from a closed ride, not across a gap', () => {
    expect(findJumps(waits(30, 151), THRESHOLDS)).toMatchObject([
      { count: 1, samples: [{ before: 30, waitMinutes: 151 }] },
    ]);
    expect(findJumps(waits(30, 150), THRESHOLDS)).toEqual([]);
    expect(findJumps(waits(200, 30), THRESHOLDS)).toEqual([]);
    expect(findJumps(waits(null, 180), THRESHOLDS)).toEqual([]);
    expect(findJumps([observed(10, 11), observed(12, 12, { waitMinutes: 200 })], THRESHOLDS)).toEqual([]);
    // A wait above the limit is reported only as such, not also as a jump.
    expect(findJumps(waits(30, 999, 30), THRESHOLDS)).toEqual([]);
  });
});

describe('frozen waits', () => {
  it('are found for a ride after hours of opening time, unless its queue is short', () => {
    const half = [observed(9, 13), observed(13.1, 17.5)];
    expect(findFrozenWaits(half, OPEN, THRESHOLDS)).toMatchObject([{ startMs: at(9), endMs: at(17.5) }]);
    expect(findFrozenWaits(half, OPEN, THRESHOLDS, at(-9))).toMatchObject([{ startMs: at(-9), endMs: at(17.5) }]);
    expect(findFrozenWaits([observed(1, 16.9)], OPEN, THRESHOLDS)).toEqual([]);
    expect(findFrozenWaits([observed(9, 20, { waitMinutes: 10 })], OPEN, THRESHOLDS)).toEqual([]);
    expect(findFrozenWaits([observed(9, 20, { waitMinutes: 999 })], OPEN, THRESHOLDS)).toEqual([]);
    const closed = (hour: number) => observed(hour, hour, { status: 'CLOSED', waitMinutes: null });
    expect(findFrozenWaits([closed(8), observed(9, 20, { waitMinutes: 300 }), closed(21)], OPEN, THRESHOLDS)).toEqual(
      [],
    );
  });

  it('are found for a park while at least three rides have unchanged waits', () => {
    const rides = (count: number, until: number) =>
      new Map(
        Array.from({ length: count }, (_, n) => [
          n,
          [observed(9, 10 - n / 10, { waitMinutes: 5 }), observed(10, until)],
        ]),
      );
    expect(findFrozenPark(rides(3, 14), OPEN, THRESHOLDS)).toMatchObject([
      { startMs: at(10), endMs: at(14), count: 3 },
    ]);
    expect(findFrozenPark(rides(3, 13), OPEN, THRESHOLDS)).toEqual([]);
    expect(findFrozenPark(rides(2, 14), OPEN, THRESHOLDS)).toEqual([]);
    const moving = rides(3, 14).set(9, [observed(9, 12), observed(12.1, 14, { waitMinutes: 35 })]);
    expect(findFrozenPark(moving, OPEN, THRESHOLDS)).toEqual([]);
  });
});

describe('state anomalies', () => {
  it('are DOWN without interruption for longer than the limit, since its start', () => {
    const down = [observed(0, 10, { status: 'DOWN' }), observed(11, 50, { status: 'DOWN' })];
    expect(findLongDowns(down, null, 48 * HOUR_MS)).toMatchObject([{ startMs: at(0), endMs: at(50) }]);
    expect(findLongDowns([down[0]!, observed(10, 11), down[1]!], null, 48 * HOUR_MS)).toEqual([]);
    expect(findLongDowns([down[0]!], at(-100), 48 * HOUR_MS)).toMatchObject([{ startMs: at(-100) }]);
  });

  it('are the first day on which a ride is closed all day while its park is open', () => {
    const days = [0, 24].map((hour) => ({ localDate: '', window: { startMs: at(hour + 4), endMs: at(hour + 28) } }));
    const closed = observed(29, 50, { status: 'CLOSED' });
    expect(findClosedDays([observed(9, 20), closed], days, OPEN)).toMatchObject([{ startMs: at(28), isFirst: true }]);
    expect(findClosedDays([closed], days, OPEN)).toMatchObject([{ startMs: at(28), isFirst: false }]);
    expect(findClosedDays([observed(9, 20), closed, observed(40, 41)], days, OPEN)).toEqual([]);
  });
});

it('reports two observations within one second that contradict or repeat each other', () => {
  const near = (second: number, waitMinutes: number) =>
    observed(10 + second / 3600, 10 + second / 3600, { waitMinutes });
  expect(findDuplicates([near(0, 30), near(0.5, 45), near(1.6, 45)]).map(({ reason }) => reason)).toEqual([
    'SAME_SECOND_CONFLICT',
  ]);
  expect(findDuplicates([near(0, 30), near(0.5, 30)]).map(({ reason }) => reason)).toEqual(['SAME_SECOND_DUPLICATE']);
  const archived = (one: ObservedSpan): ObservedSpan => ({ ...one, source: 'ARCHIVE' });
  expect(findDuplicates([near(0, 30), archived(near(0.5, 45))])).toEqual([]);
  const under = (storedUnder: number, one: ObservedSpan): ObservedSpan => ({ ...one, storedUnder });
  expect(findDuplicates([under(1, near(0, 30)), under(2, near(0, 45)), under(1, near(0.5, 35))])).toMatchObject([
    { reason: 'SAME_SECOND_CONFLICT', values: [{ waitMinutes: 30 }, { waitMinutes: 35 }] },
  ]);
});
