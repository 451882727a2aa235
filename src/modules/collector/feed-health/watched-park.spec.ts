import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { useDaysOf } from '../../park-use/day-use.js';
import type { ObservedSpan } from './opening-intervals.js';
import { needsCheck, judgePark, type WatchedPark } from './watched-park.js';

const HOUR_MS = 3_600_000;
const at = (hour: number): number => Date.UTC(2026, 3, 15) + hour * HOUR_MS;
const OPEN = [{ startMs: at(9), endMs: at(21) }];

/** The newest run of a ride, polled at `untilHour`. */
const run = (untilHour: number, stampHour: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  fromMs: at(stampHour),
  untilMs: at(untilHour),
  status: 'OPERATING',
  waitMinutes: 20,
  lastUpdatedMs: at(stampHour),
  ...overrides,
});

/** @param openings published; null: nothing is published */
function park(polledHour: number, runs: ObservedSpan[], openings: TimeInterval[] | null = OPEN) {
  const published = (openings ?? []).map(({ startMs, endMs }): PublishedInterval => {
    const localDate = new Date(startMs).toISOString().slice(0, 10);
    return { localDate, type: 'OPERATING', startMs, endMs, description: null };
  });
  const days = openings === null ? useDaysOf('UTC', 0, at(polledHour - 48), at(polledHour) + 1) : [];
  const hours = { days, published, waitCeilingMinutes: 600 };
  const rides = runs.map((newest, rideId) => ({ rideId, name: `Ride ${rideId}`, newest }));
  return { parkId: 1, parkName: 'Park', timezone: null, polledAtMs: at(polledHour), rides, hours };
}
const judged = (watched: WatchedPark) =>
  judgePark(
    watched,
    watched.rides.map(({ rideId, newest }) => ({ rideId, runs: [newest] })),
  );
const CLOSED = { status: 'CLOSED', waitMinutes: null } as const;
const NO_WAIT = { waitMinutes: null };
const EARLY = [16.1, 16, 15.9].map((stampHour) => run(20.9, stampHour, CLOSED));
const REPAIRED = run(20.9, -300, { status: 'REFURBISHMENT', waitMinutes: null });

describe('the check of a park by its newest rows', () => {
  it.each<[string, WatchedPark]>([
    ['is open and moves', park(15, [run(15, 14.9), run(15, 11), run(15, 14)])],
    ['has closed for the night', park(26, [run(26, 21.1, CLOSED), run(26, 21, CLOSED), run(26, 20.9, CLOSED)])],
    ['has closed before its published hours end', park(20.9, [...EARLY, REPAIRED])],
    ['has just opened', park(10, [run(10, -3, CLOSED), run(10, 9.1), run(10, 9.2)])],
    ['has too few rides to be judged', park(15, [run(15, 9), run(15, 9)])],
    ['posts no waits', park(19, [run(19, 9, NO_WAIT), run(19, 9, NO_WAIT), run(19, 9, NO_WAIT)])],
    ['has no schedule and is closed', park(26, [run(26, 9, CLOSED), run(26, 9, CLOSED), run(26, 9, CLOSED)], null)],
  ])('reads no more data if the park %s', (_, watched) => {
    expect(needsCheck(watched)).toBe(false);
  });

  it('finds a stale feed if timestamps do not change within opening hours', () => {
    const frozen = park(15, [run(15, 11.5), run(15, 9), run(15, 11)]);
    expect(needsCheck(frozen)).toBe(true);
    expect(judged(frozen)).toMatchObject({ frozen: { staleRideIds: [0, 1, 2], sinceMs: at(11.5) }, churned: [] });
  });

  it('finds a stale feed if some rides are stale while closed and one while open', () => {
    const frozen = park(15, [run(15, 11, CLOSED), run(15, 11.5, CLOSED), run(15, 11)]);
    expect(needsCheck(frozen)).toBe(true);
    expect(judged(frozen).frozen).toMatchObject({ staleRideIds: [0, 1, 2] });
  });

  it('finds a stale feed of a park that closed early and is stale through its next opening', () => {
    const hours = [...OPEN, { startMs: at(33), endMs: at(45) }];
    const closedUntil = (hour: number) =>
      park(
        hour,
        [16.1, 16, 15.9].map((stamp) => run(hour, stamp, CLOSED)),
        hours,
      );
    expect(needsCheck(closedUntil(35.9))).toBe(false);
    expect(needsCheck(closedUntil(36))).toBe(true);
    expect(judged(closedUntil(36)).frozen).toMatchObject({ scheduledMs: 3 * HOUR_MS });
  });

  it('finds a stale feed in which all rides stay closed since before the opening', () => {
    const asleep = run(12, -2, CLOSED);
    const frozen = park(12, [asleep, asleep, asleep]);
    expect(needsCheck(frozen)).toBe(true);
    expect(judged(frozen).frozen).toMatchObject({ scheduledMs: 3 * HOUR_MS });
  });

  it('finds a stale feed of a park without waits that stays open through a night', () => {
    const hours = [...OPEN, { startMs: at(33), endMs: at(45) }];
    const newest = run(38, 9, NO_WAIT);
    const frozen = park(38, [newest, newest, newest], hours);
    expect(needsCheck(frozen)).toBe(true);
    expect(judged(frozen).frozen).toMatchObject({ scheduledMs: 17 * HOUR_MS });
  });

  it('does not count a wait above the ceiling as posted if nothing is published', () => {
    const asleep = run(26, 21, CLOSED);
    const posting = (waitMinutes: number) =>
      park(26, [asleep, asleep, asleep, run(26, 25.9, { waitMinutes }), run(26, 26, { waitMinutes })], null);
    expect(needsCheck(posting(30))).toBe(false);
    expect(needsCheck(posting(999))).toBe(true);
  });

  it('checks a park in which a ride operates while the park is closed', () => {
    const asleep = run(26, 21, CLOSED);
    expect(needsCheck(park(26, [asleep, asleep, run(26, 25.9)]))).toBe(true);
    expect(needsCheck(park(26, [asleep, asleep, run(26, 25.9)], null))).toBe(true);
    expect(needsCheck(park(23, [asleep, asleep, run(23, 22.9)]))).toBe(false);
  });
});
