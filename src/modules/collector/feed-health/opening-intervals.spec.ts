import { ParkClock } from '../../park-use/park-clock.js';
import { type PublishedInterval, publishedInterval, type UseType } from '../../park-use/published-interval.js';
import { useDaysOf } from '../../park-use/day-use.js';
import {
  closedIntervalAt,
  type ObservedSpan,
  openingIntervalsOfPark,
  scheduledIntervals,
} from './opening-intervals.js';

const HOUR_MS = 3_600_000;
const at = (hour: number): number => Date.UTC(2026, 3, 15) + hour * HOUR_MS;
const hours = (from: number, to: number) => ({ startMs: at(from), endMs: at(to) });
const published = (type: UseType, from: number, to: number): PublishedInterval =>
  publishedInterval(type, { localDate: '2026-04-15', opensAtMs: at(from), closesAtMs: at(to) }, new ParkClock('UTC'))!;
const run = (
  fromHour: number,
  untilHour: number,
  status: ObservedSpan['status'] = 'OPERATING',
  waitMinutes: number | null = status === 'OPERATING' ? 10 : null,
): ObservedSpan => {
  return { fromMs: at(fromHour), untilMs: at(untilHour), status, waitMinutes, lastUpdatedMs: null };
};

describe('opening intervals of a published schedule', () => {
  it('separate general opening from early entry and ticketed evenings', () => {
    const { open, inUse } = scheduledIntervals([
      published('OPERATING', 9, 21),
      published('EXTRA_HOURS', 8, 9),
      published('TICKETED_EVENT', 19, 25),
    ]);
    expect(open).toEqual([hours(9, 21)]);
    expect(inUse).toEqual([hours(9, 21), hours(8, 9), hours(19, 25)]);
  });

  it('end on the next day if the closing time is before the opening time', () => {
    expect(scheduledIntervals([published('OPERATING', 10, 1)]).open).toEqual([hours(10, 25)]);
  });
});

describe('opening intervals of a day without published hours', () => {
  const days = useDaysOf('UTC', 0, at(0), at(24));
  const windows = (...rides: ObservedSpan[][]) =>
    openingIntervalsOfPark(
      { days, published: [], waitCeilingMinutes: 600 },
      rides.map((runs, rideId) => ({ rideId, runs })),
    );

  it('cover the time in which a share of the attractions posts waits, carried forward to the next poll', () => {
    const changing = [run(9, 9), run(9.5, 9.5), run(10, 12), run(12.5, 20, 'CLOSED')];
    const { open, inUse } = windows(changing, [run(9, 11), run(11.5, 20, 'CLOSED')], [run(0, 23.9, 'CLOSED')]);
    expect([open, inUse]).toEqual([[hours(9, 12.5)], [hours(9, 12.5)]]);
  });

  it('ignore rides that report only 0 all night', () => {
    const night = [run(0, 10, 'OPERATING', 0), run(10, 20), run(20, 23.9, 'OPERATING', 0)];
    expect(windows(night, [run(0, 10, 'CLOSED'), run(10, 20), run(20, 23.9, 'CLOSED')]).inUse).toEqual([hours(10, 20)]);
  });

  it('ignore a single ride that posts a wait all night', () => {
    const closed = [run(0, 23.9, 'CLOSED')];
    expect(windows([run(0, 23.9, 'OPERATING', null)], closed, closed).inUse).toEqual([]);
  });

  it('follow the published hours on days that have some', () => {
    const rides = [{ rideId: 1, runs: [run(9, 12), run(12, 20, 'CLOSED'), run(33, 40), run(40, 44, 'CLOSED')] }];
    const both = { days: useDaysOf('UTC', 0, at(0), at(48)), waitCeilingMinutes: 600 };
    const { inUse } = openingIntervalsOfPark({ ...both, published: [published('OPERATING', 10, 20)] }, rides);
    expect(inUse).toEqual([hours(10, 20), hours(33, 40)]);
  });
});

describe('the closed interval of an instant', () => {
  it('starts at the last closing, or at the start of the examined time', () => {
    expect(closedIntervalAt([hours(9, 21)], at(26), at(0))).toEqual(hours(21, 26));
    expect(closedIntervalAt([hours(9, 21)], at(3), at(-20))).toEqual(hours(-20, 3));
  });

  it('is null while the park is in use', () => {
    expect(closedIntervalAt([hours(9, 21)], at(9), at(0))).toBeNull();
    expect(closedIntervalAt([hours(9, 21)], at(21), at(0))).toBeNull();
  });
});
