import { HOUR_MS } from '../../../common/time/calendar.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { endOfStaleFeed, endOfNeverOperating, endOfChurnNight, endOfZeroWaits } from './exclusion-ends.js';
import type { ObservedSpan } from './opening-intervals.js';

const at = (hour: number): number => Date.UTC(2026, 7, 17) + hour * HOUR_MS;
const run = (fromHour: number, untilHour: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  ...{ fromMs: at(fromHour), untilMs: at(untilHour), status: 'OPERATING', waitMinutes: 20 },
  ...{ lastUpdatedMs: at(fromHour) },
  ...overrides,
});
const CLOSED = { status: 'CLOSED', waitMinutes: null } as const;
const since = (hour: number) => ({ fromMs: at(hour), toMs: null }) as StoredExclusion;
const histories = (...runs: ObservedSpan[][]) => runs.map((ofRide, rideId) => ({ rideId, runs: ofRide }));

describe('the exclusion of a stale feed', () => {
  const still = Array.from({ length: 9 }, () => [run(10, 24)]);

  it('continues while only a tolerated number of rides has updates', () => {
    expect(endOfStaleFeed(since(12), histories(...still, [run(10, 18), run(18, 24)]), 0.9)).toBeNull();
    expect(endOfStaleFeed(since(12), histories([run(10, 18), run(18, 24, { lastUpdatedMs: at(10) })]), 0.9)).toBeNull();
  });

  it('ends when one more ride has an update', () => {
    const moved = [
      [run(10, 18), run(18, 24)],
      [run(10, 20), run(20, 24)],
    ];
    expect(endOfStaleFeed(since(12), histories(...still, ...moved), 0.9)).toBe(at(20));
  });
});

describe('the exclusion of a night of timestamp churn', () => {
  const night = [run(0, 1, { waitMinutes: 0 }), run(1, 2, { waitMinutes: 0 })];

  it('continues while the ride repeats its wait, and ends when it changes or the park opens', () => {
    expect(endOfChurnNight(since(0), night, [], at(2))).toBeNull();
    expect(endOfChurnNight(since(0), [...night, run(2, 3)], [], at(3))).toBe(at(2));
    expect(endOfChurnNight(since(0), night, [{ startMs: at(1.5), endMs: at(9) }], at(2))).toBe(at(1.5));
    expect(endOfChurnNight(since(0), night, [{ startMs: at(8), endMs: at(9) }], at(2))).toBeNull();
  });
});

describe('the exclusion of a park', () => {
  it('that never operates ends when its first ride does', () => {
    expect(endOfNeverOperating(since(0), histories([run(1, 9, CLOSED)]))).toBeNull();
    expect(endOfNeverOperating(since(0), histories([run(1, 9, CLOSED), run(9, 10)], [run(8, 9)]))).toBe(at(8));
  });

  it('that posts only zeros ends when the first wait above zero is posted', () => {
    const zeros = run(1, 9, { waitMinutes: 0 });
    expect(endOfZeroWaits(since(0), histories([zeros], [run(2, 3, { ...CLOSED, waitMinutes: 30 })]))).toBeNull();
    expect(endOfZeroWaits(since(0), histories([zeros, run(9, 10, { waitMinutes: 5 })]))).toBe(at(9));
  });
});
