import { findDropouts } from './dropouts.js';
import type { Gap } from './gaps.js';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2026-08-18T00:00:00Z');
const at = (hour: number) => T0 + hour * HOUR_MS;
const OPEN = Array.from({ length: 60 }, (_, day) => ({ startMs: at(24 * day + 10), endMs: at(24 * day + 20) }));

const gap = (rideId: number, from: number, until: number, overrides: Partial<Gap> = {}): Gap => ({
  ...{ reason: 'PARK_SILENT', source: 'LIVE', rideId, startMs: at(from), endMs: at(until), sinceMs: at(from) },
  ...{ missingMs: HOUR_MS, isOngoing: true, rideIds: [rideId] },
  ...overrides,
});
const gaps = (count: number, from: number, until: number, overrides: Partial<Gap> = {}) =>
  Array.from({ length: count }, (_, index) => gap(index + 1, from, until, overrides));
const dropouts = (list: readonly Gap[]) =>
  findDropouts(list, OPEN, HOUR_MS).map(({ gap: { rideIds, startMs, endMs, missingMs, isOngoing }, parts }) => ({
    ...{ rides: rideIds.length, from: (startMs - T0) / HOUR_MS, until: (endMs - T0) / HOUR_MS },
    ...{ missing: missingMs / HOUR_MS, isOngoing, parts: parts.length },
  }));

describe('rides that drop out of the feed together', () => {
  it('are one gap of their park: the worked example of docs/data-quality.md, 44 rides last observed at 12:00', () => {
    expect(dropouts(gaps(44, 12, 44))).toEqual([
      { rides: 44, from: 12, until: 44, missing: 18, isOngoing: true, parts: 44 },
    ]);
  });

  it('are at least five, last observed at one moment', () => {
    expect(dropouts(gaps(4, 12, 44))).toEqual([]);
    expect(dropouts([...gaps(4, 12, 44), gap(9, 12.1, 44)])).toEqual([]);
    expect(dropouts([...gaps(4, 12, 44), gap(9, 12.02, 44)])).toMatchObject([{ rides: 5, from: 12 }]);
  });

  it('may be last observed at different changes in an archive', () => {
    const list = gaps(6, 12, 44, { source: 'ARCHIVE' }).map((one, n) => ({ ...one, sinceMs: at(12 + n / 6) }));
    expect(dropouts(list)).toMatchObject([{ rides: 6, from: 12 }]);
  });

  it('end the gap when fewer than five are missing; a ride that stays missing has its own gap', () => {
    const back = [...gaps(40, 12, 36, { isOngoing: false }), gap(51, 12, 60), gap(52, 12, 60)];
    expect(dropouts(back)).toEqual([{ rides: 42, from: 12, until: 36, missing: 10, isOngoing: false, parts: 40 }]);
  });

  it('count as removed after 28 days: the gap does not grow any further', () => {
    expect(dropouts(gaps(44, 12, 24 * 50))).toMatchObject([{ until: 12 + 28 * 24, isOngoing: false, parts: 44 }]);
  });
});
