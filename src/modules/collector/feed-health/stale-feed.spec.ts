import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { findStaleFeed, unchangedTimestamp } from './stale-feed.js';
import type { RideHistory, ObservedSpan } from './opening-intervals.js';

const HOUR_MS = 3_600_000;
const MIDNIGHT_MS = Date.UTC(2026, 3, 15);
const at = (hour: number): number => MIDNIGHT_MS + hour * HOUR_MS;
const OPEN: TimeInterval[] = [{ startMs: at(9), endMs: at(21) }];
const THRESHOLDS = { staleAfterMs: 3 * HOUR_MS, minRides: 3, minStaleShare: 1 };

const run = (
  fromHour: number,
  untilHour: number,
  stampHour: number | null,
  overrides: Partial<ObservedSpan> = {},
): ObservedSpan => ({
  fromMs: at(fromHour),
  untilMs: at(untilHour),
  status: 'OPERATING',
  waitMinutes: 20,
  lastUpdatedMs: stampHour === null ? null : at(stampHour),
  ...overrides,
});
const ride = (rideId: number, ...runs: ObservedSpan[]): RideHistory => ({ rideId, runs });

describe('the age of an unchanged timestamp', () => {
  it('is the opening time between its first and last poll', () => {
    expect(unchangedTimestamp([run(10, 11, 10), run(11, 14, 11)], OPEN)).toEqual({
      lastUpdatedMs: at(11),
      sinceMs: at(11),
      untilMs: at(14),
      scheduledMs: 3 * HOUR_MS,
    });
  });

  it('counts no closed hours', () => {
    expect(unchangedTimestamp([run(2, 11, 1)], OPEN)?.scheduledMs).toBe(2 * HOUR_MS);
    expect(unchangedTimestamp([run(0, 8, 0)], OPEN)?.scheduledMs).toBe(0);
  });

  it('counts hours once where early entry and opening overlap', () => {
    const windows = [...OPEN, { startMs: at(8), endMs: at(10) }];
    expect(unchangedTimestamp([run(7, 11, 7)], windows)?.scheduledMs).toBe(3 * HOUR_MS);
  });

  it('includes other values with the same timestamp, and gaps, because nothing was updated in them', () => {
    const runs = [run(10, 10, 9.5), run(12, 12, 9.5, { waitMinutes: 30 }), run(15, 15, 9.5)];
    expect(unchangedTimestamp(runs, OPEN)).toMatchObject({ sinceMs: at(10), scheduledMs: 5 * HOUR_MS });
  });

  it('starts again after another timestamp in between', () => {
    expect(unchangedTimestamp([run(9, 10, 9), run(10, 11, 10), run(12, 13, 9)], OPEN)?.sinceMs).toBe(at(12));
  });

  it('is unknown without observations or a timestamp', () => {
    expect(unchangedTimestamp([], OPEN)).toBeNull();
    expect(unchangedTimestamp([run(9, 10, 9), run(10, 15, null)], OPEN)).toBeNull();
  });
});

describe('a stale feed', () => {
  const frozen = [ride(1, run(9, 14, 8)), ride(2, run(10, 14, 10)), ride(3, run(9, 14, 8, { status: 'CLOSED' }))];

  it('has had no update of any ride for hours within opening hours', () => {
    expect(findStaleFeed(frozen, OPEN, THRESHOLDS)).toEqual({
      staleRideIds: [1, 2, 3],
      stampedRides: 3,
      newestStampMs: at(10),
      sinceMs: at(10),
      scheduledMs: 4 * HOUR_MS,
    });
  });

  it('is not detected if quiet rides keep their timestamps while others change', () => {
    const moving = ride(4, run(9, 13.9, 9), run(13.9, 14, 13.9));
    expect(findStaleFeed([...frozen, moving], OPEN, THRESHOLDS)).toBeNull();
  });

  it('may need only most of the rides, so that one healthy ride does not hide stale ones', () => {
    const moving = ride(4, run(9, 13.9, 9), run(13.9, 14, 13.9));
    const found = findStaleFeed([...frozen, moving], OPEN, { ...THRESHOLDS, minStaleShare: 0.75 });
    expect(found).toMatchObject({ staleRideIds: [1, 2, 3], stampedRides: 4 });
  });

  it('is not detected at night, when nothing changes', () => {
    const asleep = [1, 2, 3].map((id) => ride(id, run(0, 8.9, -2, { status: 'CLOSED' })));
    expect(findStaleFeed(asleep, OPEN, THRESHOLDS)).toBeNull();
  });

  it('is detected exactly at the threshold', () => {
    const until = (hour: number) => [1, 2, 3].map((id) => ride(id, run(7, hour, 7)));
    expect(findStaleFeed(until(11.99), OPEN, THRESHOLDS)).toBeNull();
    expect(findStaleFeed(until(12), OPEN, THRESHOLDS)?.scheduledMs).toBe(3 * HOUR_MS);
  });

  it('is not judged by too few rides, by rides without timestamps, or by rides under refurbishment', () => {
    expect(findStaleFeed(frozen.slice(1), OPEN, THRESHOLDS)).toBeNull();
    expect(
      findStaleFeed(
        [1, 2, 3].map((id) => ride(id, run(9, 14, null))),
        OPEN,
        THRESHOLDS,
      ),
    ).toBeNull();
    const closed = ride(3, run(9, 14, 8, { status: 'REFURBISHMENT' }));
    expect(findStaleFeed([...frozen.slice(0, 2), closed], OPEN, THRESHOLDS)).toBeNull();
    expect(findStaleFeed([], OPEN, { ...THRESHOLDS, minRides: 0 })).toBeNull();
  });
});
