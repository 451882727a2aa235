import { HOUR_MS } from '../../common/time/calendar.js';
import { LocalDays } from '../snapshots/local-days.js';
import { changedInterval, datesOf } from './exclusion-changes.js';

const at = (text: string) => Date.parse(`2024-07-${text}:00Z`);

describe('the time whose data counts otherwise', () => {
  const interval = { fromMs: at('01T10:00'), toMs: at('01T12:00') };

  it('is the whole interval where an exclusion begins or ceases to hold', () => {
    expect(changedInterval(null, interval)).toEqual(interval);
    expect(changedInterval(interval, null)).toEqual(interval);
  });

  it('is what was added or taken away where only the end moves', () => {
    const longer = { ...interval, toMs: at('01T15:00') };
    expect(changedInterval(interval, longer)).toEqual({ fromMs: at('01T12:00'), toMs: at('01T15:00') });
    expect(changedInterval({ ...interval, toMs: null }, interval)).toEqual({ fromMs: at('01T12:00'), toMs: null });
  });

  it('is none where nothing moves, or where it never held', () => {
    expect(changedInterval(interval, { ...interval })).toBeNull();
    expect(changedInterval(null, null)).toBeNull();
  });
});

describe('the dates of an interval', () => {
  const tokyo = new LocalDays('Asia/Tokyo', 0);
  const limits = { reachMs: 6 * HOUR_MS, nowMs: at('20T00:00') };

  it('are those of the park, with the day into which its last observation reaches', () => {
    const interval = { fromMs: at('01T14:59'), toMs: at('02T10:00') };
    expect(datesOf(interval, tokyo, limits)).toEqual(['2024-07-01', '2024-07-02', '2024-07-03']);
  });

  it('end today where it is in progress, and are none where it lies ahead', () => {
    expect(datesOf({ fromMs: at('19T00:00'), toMs: null }, tokyo, limits)).toEqual(['2024-07-19', '2024-07-20']);
    expect(datesOf({ fromMs: at('21T00:00'), toMs: null }, tokyo, limits)).toEqual([]);
  });
});
