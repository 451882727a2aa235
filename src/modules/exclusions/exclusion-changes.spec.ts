import { createHash } from 'node:crypto';
import { HOUR_MS } from '../../common/time/calendar.js';
import { LocalDays } from '../snapshots/local-days.js';
import { changedInterval, datesOf, fingerprintOfRule } from './exclusion-changes.js';

const at = (text: string) => Date.parse(`2024-07-${text}:00Z`);

describe('the interval affected by a change of an exclusion', () => {
  const interval = { fromMs: at('01T10:00'), toMs: at('01T12:00') };

  it('is the whole exclusion if it is created or revoked', () => {
    expect(changedInterval(null, interval)).toEqual(interval);
    expect(changedInterval(interval, null)).toEqual(interval);
  });

  it('is the added or removed part if only the end moves', () => {
    const longer = { ...interval, toMs: at('01T15:00') };
    expect(changedInterval(interval, longer)).toEqual({ fromMs: at('01T12:00'), toMs: at('01T15:00') });
    expect(changedInterval({ ...interval, toMs: null }, interval)).toEqual({ fromMs: at('01T12:00'), toMs: null });
  });

  it('is null if nothing moves, or if it was never in force', () => {
    expect(changedInterval(interval, { ...interval })).toBeNull();
    expect(changedInterval(null, null)).toBeNull();
  });
});

describe('the dates of an interval', () => {
  const tokyo = new LocalDays('Asia/Tokyo', 0);
  const limits = { reachMs: 6 * HOUR_MS, nowMs: at('20T00:00') };

  it('are local dates, including the day into which the last observation extends', () => {
    const interval = { fromMs: at('01T14:59'), toMs: at('02T10:00') };
    expect(datesOf(interval, tokyo, limits)).toEqual(['2024-07-01', '2024-07-02', '2024-07-03']);
  });

  it('end today for an exclusion in progress, and are none for one in the future', () => {
    expect(datesOf({ fromMs: at('19T00:00'), toMs: null }, tokyo, limits)).toEqual(['2024-07-19', '2024-07-20']);
    expect(datesOf({ fromMs: at('21T00:00'), toMs: null }, tokyo, limits)).toEqual([]);
  });
});

describe('the fingerprint of an exclusion by a rule', () => {
  it('is the one under which earlier versions stored it, whatever the reason was called', () => {
    const stored = createHash('sha256')
      .update(JSON.stringify(['FEED_FROZEN', 'PARK', 7, 5]))
      .digest('hex');
    const identified = { reason: 'STALE_FEED' as const, origin: 'RULE' as const, parkId: 7, rideId: null, fromMs: 5 };
    expect(fingerprintOfRule(identified)).toBe(stored);
  });
});
