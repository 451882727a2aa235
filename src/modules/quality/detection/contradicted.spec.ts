import { isContradicted } from './contradicted.js';
import type { ObservedSpan } from './observed-spans.js';

const observed = (rideId: number, fromMs: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  ...{ rideId, fromMs, untilMs: fromMs, status: 'CLOSED', waitMinutes: null, source: 'ARCHIVE' },
  ...overrides,
});
const operating = (rideId: number, fromMs: number, waitMinutes: number) =>
  observed(rideId, fromMs, { status: 'OPERATING', waitMinutes });
const attractions = new Set(Array.from({ length: 20 }, (_, ride) => ride));
const closed = [...attractions].map((ride) => observed(ride, 0, { source: 'LIVE', untilMs: 200 }));
const is = (
  reason: 'NEVER_OPERATING' | 'STALE_FEED' | 'STALE_ROW',
  rideId: number | null,
  more: readonly ObservedSpan[],
) =>
  isContradicted(
    { reason, rideId, fromMs: 100, toMs: 200 },
    { attractions, observed: [...closed, ...more].sort((a, b) => a.fromMs - b.fromMs) },
  );

describe('an exclusion of a live feed', () => {
  it('of a park that never operated is contradicted by a ride that operates within it, not outside', () => {
    expect(is('NEVER_OPERATING', null, [operating(3, 150, 10)])).toBe(true);
    expect(is('NEVER_OPERATING', null, [operating(3, 50, 10), observed(3, 150), operating(3, 200, 10)])).toBe(false);
  });

  it('of a stale feed is contradicted by changes of more than a tenth of the attractions within it', () => {
    expect(is('STALE_FEED', null, [operating(1, 150, 10), operating(2, 150, 10)])).toBe(false);
    expect(
      is(
        'STALE_FEED',
        null,
        [1, 2, 3].map((ride) => operating(ride, 150, 10)),
      ),
    ).toBe(true);
    // A repeated value is no change, and live rows come from the feed itself.
    expect(
      is(
        'STALE_FEED',
        null,
        [1, 2, 3].map((ride) => observed(ride, 150)),
      ),
    ).toBe(false);
    const live = [1, 2, 3].map((ride) => ({ ...operating(ride, 150, 10), source: 'LIVE' as const }));
    expect(is('STALE_FEED', null, live)).toBe(false);
  });

  it('of a ride is contradicted by a change of that ride within it', () => {
    expect(is('STALE_ROW', 3, [operating(4, 150, 10)])).toBe(false);
    expect(is('STALE_ROW', 3, [operating(3, 150, 10)])).toBe(true);
    const [before, news] = [observed(3, 90), operating(3, 150, 10)].map((one) => ({ ...one, storedUnder: 33 }));
    expect(is('STALE_ROW', 33, [before!, news!])).toBe(true);
  });
});
