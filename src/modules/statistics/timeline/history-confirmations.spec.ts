import { LIMITS, MINUTE_MS } from '../../../../test/statistics/support/park-figures.js';
import { statusCode } from '../../../../test/support/observations.js';
import { RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { Polls } from './live-spans.js';
import { ObservedRows } from './observed-rows.js';
import { ParkActivity } from './park-activity.js';
import { buildStateIntervals } from './state-intervals.js';

const ms = (time: string): number => Date.parse(`2026-07-01T${time}Z`);
const DAY_START_MS = ms('00:00:00');

type Row = [source: 'LIVE' | 'HISTORY', from: string, until: string, status: RideStatus, wait?: number];

/** "10:00-10:30 OPERATING 20" for each interval. Other rides of the park are observed all day. */
function intervals(...observed: Row[]): string[] {
  const rows = ObservedRows.of(
    observed.map(([source, from, until, status, wait = -1]) => ({
      ...{ atMs: ms(from), confirmedUntilMs: ms(until), status: statusCode(status), waitMinutes: wait },
      ...{ isLive: source === 'LIVE', isHistory: source === 'HISTORY' },
    })),
  );
  const activity = new ParkActivity(DAY_START_MS, DAY_START_MS + 24 * 60 * MINUTE_MS, LIMITS.parkNoDataMs);
  activity.add(DAY_START_MS, ms('23:59:59'));
  const polled = observed.filter(([source]) => source === 'LIVE');
  const polls = Array.from({ length: 288 }, (_, poll) => DAY_START_MS + poll * 5 * MINUTE_MS).filter((atMs) =>
    polled.some(([, from, until]) => ms(from) <= atMs && atMs <= ms(until)),
  );
  const values = buildStateIntervals(rows, LIMITS, activity, new Polls(polls, LIMITS.liveMs));
  const clock = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);
  return Array.from({ length: values.length }, (_, index) => {
    const wait = values.waitMinutes[index]! < 0 ? '' : ` ${values.waitMinutes[index]}`;
    return `${clock(values.startMs[index]!)}-${clock(values.endMs[index]!)} ${RIDE_STATUSES[values.status[index]! - 1]}${wait}`;
  });
}

describe('a gap of live polls that the History API covers', () => {
  it('keeps the last polled state if the log reports it without a change', () => {
    expect(
      intervals(
        ['LIVE', '09:00:00', '10:00:00', 'OPERATING', 15],
        ['HISTORY', '10:03:00', '12:02:00', 'OPERATING', 20],
        ['LIVE', '10:05:00', '10:40:00', 'OPERATING', 20],
        ['LIVE', '12:00:00', '13:00:00', 'OPERATING', 20],
      ),
    ).toEqual([
      '09:00-10:03 OPERATING 15',
      '10:03-10:05 OPERATING 20',
      '10:05-12:00 OPERATING 20',
      '12:00-13:15 OPERATING 20',
    ]);
  });

  it('keeps it if polls saw the change late, without a change of what was polled', () => {
    expect(
      intervals(
        ['LIVE', '09:00:00', '10:05:00', 'OPERATING', 15],
        ['HISTORY', '10:04:00', '12:02:00', 'OPERATING', 20],
        ['LIVE', '10:10:00', '10:40:00', 'OPERATING', 20],
        ['LIVE', '12:00:00', '13:00:00', 'OPERATING', 20],
      ),
    ).toEqual(['09:00-10:10 OPERATING 15', '10:10-12:00 OPERATING 20', '12:00-13:15 OPERATING 20']);
  });

  it('is unknown from the end of the log on, fifteen minutes after it', () => {
    expect(
      intervals(
        ['LIVE', '10:00:00', '10:40:00', 'CLOSED'],
        ['HISTORY', '10:20:00', '11:00:00', 'CLOSED'],
        ['LIVE', '12:00:00', '13:00:00', 'CLOSED'],
      ),
    ).toEqual(['10:00-11:15 CLOSED', '12:00-13:15 CLOSED']);
  });

  it('is unknown from a known gap of the log on until the next snapshot, whenever its state began', () => {
    const before: Row = ['HISTORY', '02:00:00', '10:00:00', 'CLOSED'];
    const after: Row = ['HISTORY', '15:00:00', '15:30:00', 'OPERATING', 30];
    expect(intervals(before, ['HISTORY', '10:00:00', '11:00:00', 'OPERATING', 20], after)).toEqual([
      '02:00-10:00 CLOSED',
      '10:00-11:15 OPERATING 20',
      '15:00-15:45 OPERATING 30',
    ]);
    expect(intervals(['HISTORY', '02:00:00', '11:00:00', 'CLOSED'], after)).toEqual([
      '02:00-11:15 CLOSED',
      '15:00-15:45 OPERATING 30',
    ]);
  });

  it('is unknown if the log reports another state than the last poll', () => {
    const after: Row = ['LIVE', '12:00:00', '13:00:00', 'OPERATING', 20];
    const polled: Row = ['LIVE', '10:00:00', '10:40:00', 'OPERATING', 20];
    expect(intervals(polled, ['HISTORY', '10:20:00', '12:00:00', 'OPERATING', 25], after)[0]).toBe(
      '10:00-10:55 OPERATING 20',
    );
    expect(intervals(polled, ['HISTORY', '10:20:00', '12:00:00', 'DOWN'], after)[0]).toBe('10:00-10:55 OPERATING 20');
  });

  it('uses the newest state of the log before the last poll', () => {
    expect(
      intervals(
        ['LIVE', '10:00:00', '10:40:00', 'OPERATING', 20],
        ['HISTORY', '10:02:00', '10:20:00', 'OPERATING', 20],
        ['HISTORY', '10:20:00', '12:00:00', 'DOWN'],
      )[0],
    ).toBe('10:00-10:55 OPERATING 20');
  });

  it('has the changes of the log, each until the next one', () => {
    expect(
      intervals(
        ['LIVE', '10:00:00', '10:40:00', 'OPERATING', 20],
        ['HISTORY', '10:20:00', '11:00:00', 'OPERATING', 20],
        ['HISTORY', '11:00:00', '11:30:00', 'DOWN'],
        ['HISTORY', '11:30:00', '12:10:00', 'OPERATING', 30],
        ['LIVE', '12:00:00', '12:30:00', 'OPERATING', 30],
      ),
    ).toEqual(['10:00-11:00 OPERATING 20', '11:00-11:30 DOWN', '11:30-12:00 OPERATING 30', '12:00-12:45 OPERATING 30']);
  });

  it('ends when polls return, whatever the log reports of that time', () => {
    expect(
      intervals(
        ['HISTORY', '10:50:00', '13:00:00', 'OPERATING', 30],
        ['LIVE', '12:00:00', '12:30:00', 'OPERATING', 25],
        ['LIVE', '12:35:00', '12:50:00', 'DOWN'],
      ),
    ).toEqual(['10:50-12:00 OPERATING 30', '12:00-12:35 OPERATING 25', '12:35-13:05 DOWN']);
  });
});
