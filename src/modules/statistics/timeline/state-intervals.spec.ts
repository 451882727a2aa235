import { LIMITS, MINUTE_MS, type ObservedState, rowOf } from '../../../../test/statistics/support/park-figures.js';
import { RIDE_STATUSES } from '../../snapshots/observations.js';
import { Polls } from './live-spans.js';
import { mergeCanonicalGroup, ObservedRows } from './observed-rows.js';
import { ParkActivity } from './park-activity.js';
import { buildStateIntervals } from './state-intervals.js';

const on = (time: string): string => `2024-07-01T${time}Z`;
const DAY_START_MS = Date.parse(on('00:00:00'));

/** "10:00-10:30 OPERATING 20" for each value; `members` are a ride and those linked to it. */
function intervals(
  members: readonly (readonly ObservedState[])[],
  polls: readonly string[] = [],
  others: readonly ObservedState[] = [],
) {
  const rows = mergeCanonicalGroup(members.map((observed) => ObservedRows.of(observed.map(rowOf))));
  const activity = new ParkActivity(DAY_START_MS, DAY_START_MS + 24 * 60 * MINUTE_MS, LIMITS.parkNoDataMs);
  for (const observed of [...members.flat(), ...others]) {
    activity.add(Date.parse(observed[0]), Date.parse(observed[3] ?? observed[0]));
  }
  const instants = polls.map((poll) => Date.parse(on(poll)));
  const values = buildStateIntervals(rows, LIMITS, activity, new Polls(instants, LIMITS.liveMs));
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  return Array.from({ length: values.length }, (_, index) => {
    const status = RIDE_STATUSES[values.status[index]! - 1] ?? 'UNKNOWN';
    const wait = values.waitMinutes[index]! < 0 ? '' : ` ${values.waitMinutes[index]}`;
    return `${clock(values.startMs[index]!)}-${clock(values.endMs[index]!)} ${status}${wait}`;
  });
}

const POLLS = Array.from(
  { length: 13 },
  (_, poll) => `${10 + Math.floor(poll / 12)}:${String((poll % 12) * 5).padStart(2, '0')}:00`,
);

describe('an archive value', () => {
  it('is carried forward until the next observation of its ride', () => {
    const observed: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20], [on('10:40:00'), 'DOWN'], [on('10:45:00'), 'CLOSED']]; // prettier-ignore
    expect(intervals([observed])).toEqual(['10:00-10:40 OPERATING 20', '10:40-10:45 DOWN', '10:45-11:45 CLOSED']);
  });

  it('is carried forward no longer than its limit, nor past a gap of its park', () => {
    const looks: ObservedState[] = Array.from({ length: 12 }, (_, look) => [on(`${10 + look}:30:00`), 'CLOSED']);
    expect(intervals([[[on('10:00:00'), 'OPERATING', 20]]], [], looks)).toEqual(['10:00-16:00 OPERATING 20']);
    expect(intervals([[[on('10:00:00'), 'OPERATING', 20]]], [], looks.slice(0, 2))).toEqual([
      '10:00-12:30 OPERATING 20',
    ]);
    expect(intervals([[[on('10:00:00'), 'OPERATING', 20]]])).toEqual(['10:00-11:00 OPERATING 20']);
  });

  it('ends at a gap of its park, even if other rides are observed again before the ride itself', () => {
    const others: ObservedState[] = [[on('12:00:00'), 'CLOSED'], [on('12:30:00'), 'CLOSED']]; // prettier-ignore
    const observed: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20], [on('13:00:00'), 'OPERATING', 30]]; // prettier-ignore
    expect(intervals([observed], [], others)).toEqual(['10:00-11:00 OPERATING 20', '13:00-14:00 OPERATING 30']);
  });

  it('does not end at a gap of exactly the no-data limit', () => {
    const others: ObservedState[] = [[on('11:00:00'), 'CLOSED']];
    expect(intervals([[[on('10:00:00'), 'OPERATING', 20]]], [], others)).toEqual(['10:00-12:00 OPERATING 20']);
  });

  it('continues while a span of live polls is confirmed', () => {
    const others: ObservedState[] = [[on('10:30:00'), 'CLOSED', null, on('13:10:00')]];
    expect(intervals([[[on('10:00:00'), 'OPERATING', 20]]], [], others)).toEqual(['10:00-14:10 OPERATING 20']);
  });
});

describe('a live value', () => {
  it('is carried forward for a quarter of an hour after the last poll that confirmed it', () => {
    const observed: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20, on('12:00:00')], [on('14:00:00'), 'CLOSED', null, on('14:00:00')]]; // prettier-ignore
    expect(intervals([observed])).toEqual(['10:00-12:15 OPERATING 20', '14:00-14:15 CLOSED']);
  });

  it('is replaced by an archive row until the next poll', () => {
    const observed: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20, on('11:00:00')], [on('10:31:00'), 'OPERATING', 60]]; // prettier-ignore
    expect(intervals([observed], POLLS)).toEqual([
      '10:00-10:31 OPERATING 20',
      '10:31-10:35 OPERATING 60',
      '10:35-11:15 OPERATING 20',
    ]);
  });

  it('returns after its carry-forward limit at the latest', () => {
    const observed: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20, on('11:00:00')], [on('10:31:00'), 'OPERATING', 60], [on('10:55:00'), 'DOWN']]; // prettier-ignore
    expect(intervals([observed])).toEqual([
      '10:00-10:31 OPERATING 20',
      '10:31-10:46 OPERATING 60',
      '10:46-10:55 OPERATING 20',
      '10:55-11:00 DOWN',
      '11:00-11:15 OPERATING 20',
    ]);
  });

  it('has the later of the two limits if an archive row took over its confirmations', () => {
    const row = { ...rowOf([on('10:00:00'), 'OPERATING', 20, on('15:50:00')]), isLive: false };
    const others: ObservedState[] = [[on('10:00:00'), 'CLOSED', null, on('17:00:00')]];
    const activity = new ParkActivity(DAY_START_MS, DAY_START_MS + 24 * 60 * MINUTE_MS, LIMITS.parkNoDataMs);
    for (const [from, , , until] of others) activity.add(Date.parse(from), Date.parse(until!));
    const { endMs } = buildStateIntervals(ObservedRows.of([row]), LIMITS, activity, new Polls([], LIMITS.liveMs));
    expect(new Date(endMs[0]!).toISOString()).toBe('2024-07-01T16:05:00.000Z');
  });
});

describe('a ride with linked UUIDs', () => {
  it('has the observations of all UUIDs, each instant once, and its own takes precedence', () => {
    const own: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20], [on('10:30:00'), 'CLOSED']]; // prettier-ignore
    const linked: ObservedState[] = [[on('10:00:00'), 'OPERATING', 99], [on('10:10:00'), 'OPERATING', 40]]; // prettier-ignore
    expect(intervals([own, linked])).toEqual([
      '10:00-10:10 OPERATING 20',
      '10:10-10:30 OPERATING 40',
      '10:30-11:30 CLOSED',
    ]);
  });

  it('has the observations of another UUID if it has none of its own', () => {
    expect(intervals([[], [[on('10:00:00'), 'OPERATING', 40]]])).toEqual(['10:00-11:00 OPERATING 40']);
  });

  it('has the state of its own UUID if polls report both, and of the other one otherwise', () => {
    const own: ObservedState[] = [[on('10:00:00'), 'OPERATING', 20, on('10:40:00')]];
    const linked: ObservedState[] = [[on('10:00:00'), 'DOWN', null, on('10:20:00')], [on('10:25:00'), 'CLOSED', null, on('11:00:00')]]; // prettier-ignore
    expect(intervals([own, linked], POLLS)).toEqual([
      '10:00-10:25 OPERATING 20',
      '10:25-10:45 OPERATING 20',
      '10:45-11:15 CLOSED',
    ]);
  });
});
