import { HOUR_MS } from '../../../common/time/calendar.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import type { ObservedSpan } from './opening-intervals.js';
import { endOfStaleRow, findStaleRows } from './stale-rows.js';

const at = (hour: number): number => Date.UTC(2026, 7, 17) + hour * HOUR_MS;
const OPENINGS = [
  { startMs: at(-10), endMs: at(0) },
  { startMs: at(14), endMs: at(24) },
];
const LIMITS = { staleAfterMs: 24 * HOUR_MS, minFreshRides: 2, minFreshShare: 0.1 };
const POLLED_MS = at(24);

const run = (stampHour: number | null, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  ...{ fromMs: at(stampHour ?? 0), untilMs: POLLED_MS, status: 'OPERATING', waitMinutes: 5 },
  lastUpdatedMs: stampHour === null ? null : at(stampHour),
  ...overrides,
});
const FRESH = [run(23, { waitMinutes: 40 }), run(20, { status: 'CLOSED', waitMinutes: null })];
const stale = (runs: readonly ObservedSpan[], polledAtMs = POLLED_MS) =>
  findStaleRows(
    runs.map((newest, rideId) => ({ rideId, name: `Ride ${rideId}`, newest })),
    OPENINGS,
    polledAtMs,
    LIMITS,
  ).map(({ ride }) => ride.rideId);

describe('a repeated row', () => {
  it('is stale after an opening in which only other rides had updates', () => {
    expect(stale([...FRESH, run(-20)])).toEqual([2]);
  });

  it.each([
    ['the opening is not over', [...FRESH, run(-5)], at(23)],
    ['it was updated within the opening', [...FRESH, run(14.5)], POLLED_MS],
    ['its stamp is missing', [...FRESH, run(null)], POLLED_MS],
    ['it posts no wait', [...FRESH, run(-20, { waitMinutes: null })], POLLED_MS],
    ['it is DOWN', [...FRESH, run(-20, { status: 'DOWN', waitMinutes: null })], POLLED_MS],
    ['it is closed for months', [...FRESH, run(-2000, { status: 'CLOSED', waitMinutes: null })], POLLED_MS],
    ['it is under refurbishment', [...FRESH, run(-2000, { status: 'REFURBISHMENT' })], POLLED_MS],
    ['the whole feed stands still', [run(-20), run(-21), run(-22)], POLLED_MS],
  ])('is not stale when %s', (_, runs, polledAtMs) => {
    expect(stale(runs, polledAtMs)).toEqual([]);
  });

  it('is no longer stale after the first update of its ride', () => {
    const exclusion = { fromMs: at(14), toMs: null } as StoredExclusion;
    const repeated = run(-20, { fromMs: at(2) });
    expect(endOfStaleRow(exclusion, [repeated])).toBeNull();
    expect(endOfStaleRow(exclusion, [repeated, run(-20, { fromMs: at(20) })])).toBeNull();
    expect(endOfStaleRow(exclusion, [repeated, run(30), run(31)])).toBe(at(30));
    expect(endOfStaleRow(exclusion, [repeated, run(-20, { fromMs: at(29), status: 'CLOSED' })])).toBe(at(29));
  });
});
