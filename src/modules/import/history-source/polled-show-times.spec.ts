import type { StoredDetail } from '../../snapshots/show-times/show-time-list.js';
import { unpolledShowTimes } from './polled-show-times.js';

const MINUTE_MS = 60_000;
const DAY_MS = Date.UTC(2026, 3, 15);
const at = (minute: number): number => DAY_MS + minute * MINUTE_MS;
const detail = (...hours: number[]) => hours.map((hour) => ({ startTime: new Date(DAY_MS + hour * 60 * MINUTE_MS).toISOString() })); // prettier-ignore

const list = (minute: number, ...hours: number[]) => ({
  ...{ rideId: 1, fromMs: at(minute), lastConfirmedMs: at(minute) },
  json: JSON.stringify(detail(...hours)),
});
const polled = (from: number, until: number, ...hours: number[]): StoredDetail => ({
  ...{ rideId: 1, fromMs: at(from), lastConfirmedMs: at(until), dataSource: 'LIVE' },
  detail: detail(...hours),
});

const minutesOf = (lists: readonly { fromMs: number }[]) => lists.map(({ fromMs }) => (fromMs - DAY_MS) / MINUTE_MS);

describe('show times of the History API beside polled ones', () => {
  it('are kept where no poll saw the show', () => {
    const { lists, conflicts } = unpolledShowTimes(
      [list(9, 11, 15), list(60, 15), list(200, 20)],
      [polled(10, 120, 11, 15)],
    );
    expect(minutesOf(lists)).toEqual([9, 200]);
    expect(conflicts).toHaveLength(1);
  });

  it('are no conflict if polls had the same performances, then or at the next poll', () => {
    const polls = [polled(10, 58, 11, 15), polled(63, 120, 15)];
    expect(unpolledShowTimes([list(20, 15, 11), list(58, 15)], polls)).toEqual({ lists: [], conflicts: [] });
  });

  it('are no conflict if they lasted less than five minutes', () => {
    expect(unpolledShowTimes([list(60, 7), list(63, 11)], [polled(10, 120, 11)])).toEqual({ lists: [], conflicts: [] });
  });

  it('are a conflict with both lists otherwise', () => {
    const { conflicts } = unpolledShowTimes([list(60, 20)], [polled(10, 120, 11)]);
    expect(conflicts).toEqual([
      { rideId: 1, atMs: at(60), polledStartsMs: [at(11 * 60)], refusedStartsMs: [at(20 * 60)] },
    ]);
  });
});
