import { type DetailSpan, encodeDetails } from './encode-response.js';

const MINUTE = 60_000;
const poll = (minute: number, previousMinute: number | null) => ({
  observedAtMs: minute * MINUTE,
  previousObservedAtMs: previousMinute === null ? null : previousMinute * MINUTE,
  maxCarryForwardMs: 15 * MINUTE,
});
const run = (json: string, fromMinute: number, untilMinute: number): DetailSpan => ({
  rideId: 1,
  detailType: 'SHOWTIMES',
  json,
  recordedAtMs: fromMinute * MINUTE,
  lastConfirmedAtMs: untilMinute * MINUTE,
});
const observed = (json: string) => [{ rideId: 1, details: [{ detailType: 'SHOWTIMES' as const, json }] }];

describe('encoding the details of a live response', () => {
  it('starts a row for a new detail', () => {
    expect(encodeDetails([], observed('[1]'), poll(10, null))).toEqual({ start: [run('[1]', 10, 10)], extend: [] });
    expect(encodeDetails([run('[1]', 0, 5)], observed('[2]'), poll(10, 5))).toEqual({
      start: [run('[2]', 10, 10)],
      extend: [],
    });
  });

  it('extends a row with equal content', () => {
    expect(encodeDetails([run('[1]', 0, 5)], observed('[1]'), poll(10, 5))).toEqual({
      start: [],
      extend: [run('[1]', 0, 10)],
    });
  });

  it('starts a row after a poll without the detail, and after the carry-forward limit', () => {
    expect(encodeDetails([run('[1]', 0, 0)], observed('[1]'), poll(10, 5)).start).toHaveLength(1);
    expect(encodeDetails([run('[1]', 0, 5)], observed('[1]'), poll(21, 5)).start).toHaveLength(1);
  });

  it('writes nothing for a response that is not newer than the newest', () => {
    expect(encodeDetails([run('[1]', 0, 10)], observed('[2]'), poll(10, 10))).toEqual({ start: [], extend: [] });
  });

  it('handles the details of a ride separately', () => {
    const details = [{ rideId: 1, details: [{ detailType: 'FORECAST' as const, json: '[1]' }] }];
    expect(encodeDetails([run('[1]', 0, 5)], details, poll(10, 5)).start).toHaveLength(1);
  });
});
