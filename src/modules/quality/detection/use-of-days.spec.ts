import { HOUR_MS } from '../../../common/time/calendar.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { publishedInterval, type UseType } from '../../park-use/published-interval.js';
import { useDaysOf } from '../../park-use/day-use.js';
import type { RideStatus } from '../../snapshots/observations.js';
import { findParkGaps } from './gaps.js';
import { openingIntervalsOf, useOfDays, type UseSources } from './use-of-days.js';
import type { ObservedSpan } from './observed-spans.js';

const START_MS = Date.parse('2024-07-01T00:00:00Z');
const atMs = (hour: number): number => START_MS + hour * HOUR_MS;
const interval = (type: UseType, opensAtMs: number, closesAtMs: number) =>
  publishedInterval(type, { localDate: '2024-07-01', opensAtMs, closesAtMs }, new ParkClock('UTC'))!;

/** An observation of a ride, in hours since midnight of the first day. */
const state = (from: number, until: number, status: RideStatus = 'OPERATING', rideId = 1): ObservedSpan => ({
  ...{ rideId, status, waitMinutes: status === 'OPERATING' ? 10 : null, source: 'LIVE' },
  ...{ fromMs: atMs(from), untilMs: atMs(until) },
});

function hoursOf(
  observed: readonly ObservedSpan[],
  published: readonly number[] = [],
  sources: Partial<UseSources> = {},
) {
  const lookedUntilMs = atMs(52);
  const all: UseSources = {
    useDays: useDaysOf('UTC', 0, START_MS, lookedUntilMs),
    published: published.length === 0 ? [] : [interval('OPERATING', atMs(published[0]!), atMs(published[1]!))],
    observed: [...observed].sort((a, b) => a.fromMs - b.fromMs),
    attractions: new Set(observed.map(({ rideId }) => rideId)),
    limits: { liveMs: HOUR_MS / 4, archiveMs: 6 * HOUR_MS },
    waitCeilingMinutes: 600,
    lookedUntilMs,
    usual: [],
    ...sources,
  };
  return openingIntervalsOf(all, useOfDays(all)).map(({ startMs, endMs }) =>
    [startMs, endMs].map((ms) => (ms - START_MS) / HOUR_MS),
  );
}

/** Closed in between, so that all of the time is observed. */
const shut = (from: number, until: number): ObservedSpan => state(from, until, 'CLOSED');

describe('the opening hours of a park without published hours', () => {
  it('are from the first to the last instant of observed use, including gaps by day and midnight', () => {
    const observed = [state(10, 12), state(17, 25.5), shut(25.5, 34), state(34, 40), shut(40, 52)];
    expect(hoursOf(observed)).toEqual([[10, 25.5], [34, 40]]); // prettier-ignore
  });

  it('are one opening if an evening lasts past 04:00, and exclude the night after it', () => {
    expect(hoursOf([state(18, 29), shut(29, 42), state(42, 50), shut(50, 52)])).toEqual([[18, 29], [42, 50]]); // prettier-ignore
    const twice = [state(18, 27.5), shut(27.5, 28.5), state(28.5, 29), shut(29, 42), state(42, 50), shut(50, 52)];
    expect(hoursOf(twice)).toEqual([[18, 29], [42, 50]]); // prettier-ignore
  });

  it('are the published hours if there are any for the date', () => {
    const observed = [state(9, 22), shut(22, 34), state(34, 40), shut(40, 52)];
    expect(hoursOf(observed, [10, 20])).toEqual([[10, 20], [34, 40]]); // prettier-ignore
    const late = [state(9, 28.5), shut(28.5, 34), state(34, 40), shut(40, 52)];
    expect(hoursOf(late, [10, 27])).toEqual([[10, 28.5], [34, 40]]); // prettier-ignore
  });
});

describe('a day with published hours', () => {
  const published = [
    interval('EXTRA_HOURS', atMs(9), atMs(10)),
    interval('OPERATING', atMs(10), atMs(20)),
    interval('TICKETED_EVENT', atMs(20), atMs(23)),
  ];
  const useDays = useDaysOf('UTC', 0, START_MS, atMs(24));

  it('is in use in extra hours and events too, as one opening if they adjoin', () => {
    const observed = [shut(0, 9.5), state(10, 20), shut(20, 24)];
    expect(hoursOf(observed, [], { published, useDays })).toEqual([[9, 23]]);
  });

  it('has a gap from the last poll in the extra hour on, not only from the regular opening', () => {
    const observed = [shut(0, 9.75), state(12.25, 20), shut(20, 24)];
    const openingIntervals = hoursOf(observed, [], { published, useDays }).map(([from, until]) => ({
      startMs: atMs(from!),
      endMs: atMs(until!),
    }));
    const around = {
      ...{ openingIntervals, polls: [], liveSinceMs: START_MS, archiveUntilMs: null, pollPeriodMs: HOUR_MS / 4 },
      ...{ range: { startMs: START_MS, endMs: atMs(24) }, lookedUntilMs: atMs(24) },
    };
    const thresholds = { liveGapMs: HOUR_MS / 4, noDataMs: HOUR_MS, absentDays: 7 };
    expect(findParkGaps(observed, around, thresholds)).toMatchObject([
      { reason: 'COLLECTION_FAILURE', startMs: atMs(9.75), endMs: atMs(12.25), missingMs: 2.5 * HOUR_MS },
    ]);
  });
});

describe('a day without published hours whose live data ends while the park is in use', () => {
  it('counts as in use to its end, because no closing was observed', () => {
    expect(hoursOf([shut(8, 10), state(10, 12)])).toEqual([[10, 24]]);
  });

  it('does not if the park was observed closed later that day', () => {
    expect(hoursOf([shut(8, 10), state(10, 12), shut(16, 52)])).toEqual([[10, 12]]);
  });

  it('does not if the usual closing time is known', () => {
    const usual = [{ startMs: atMs(9), endMs: atMs(20) }];
    expect(hoursOf([shut(8, 10), state(10, 12)], [], { usual })).toEqual([[10, 12]]);
  });

  it('does not for archive data, which often lacks the closing', () => {
    expect(hoursOf([shut(8, 10), { ...state(10, 12), source: 'ARCHIVE' }])).toEqual([[10, 12]]);
  });
});
