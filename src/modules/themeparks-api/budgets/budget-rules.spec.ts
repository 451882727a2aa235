import fc from 'fast-check';
import type { RequestPriority } from './api-budget.entity.js';
import type { ReportedBudget } from './budget-headers.js';
import {
  type BudgetState,
  grantRequests,
  isUsedByOthers,
  leaseSize,
  limitsOf,
  reportedRemaining,
  UNKNOWN_BUDGET,
  withBlock,
  withReport,
} from './budget-rules.js';

const NOW_MS = Date.parse('2026-11-29T10:20:00Z');
const NONE = { requests: 0, firstFreeAtMs: null };
const at = (ms: number) => ({ nowMs: NOW_MS + ms, ageMs: 0, unreflected: 0, mostLeft: Infinity });
const report = (remaining: number | null, resetMs: number | null, more: Partial<ReportedBudget> = {}) => ({
  limit: null,
  windowMs: null,
  remaining,
  resetMs,
  ...more,
});
const remainingAt = (state: BudgetState, ms: number) => reportedRemaining(state, NOW_MS + ms);

describe('a report of the API', () => {
  it('counts until its window is over, one second later because Reset is in whole seconds', () => {
    const state = withReport('MINUTE', UNKNOWN_BUDGET, report(12, 30_000), at(0));
    expect([0, 30_999, 31_000].map((ms) => remainingAt(state, ms))).toEqual([12, 12, null]);
  });

  it('lowers what is left within a window, and never raises it', () => {
    const first = withReport('HISTORY_HOUR', UNKNOWN_BUDGET, report(12, 30_000), at(0));
    const late = withReport('HISTORY_HOUR', first, report(20, 29_000), at(1_000));
    expect(remainingAt(late, 1_000)).toBe(12);
    expect(remainingAt(withReport('HISTORY_HOUR', late, report(5, 28_000), at(2_000)), 2_000)).toBe(5);
  });

  it('of a later window replaces the one before, and of an earlier window is ignored', () => {
    const old = withReport('MINUTE', UNKNOWN_BUDGET, report(0, 1_000), at(0));
    const next = withReport('MINUTE', old, report(299, 60_000), at(1_500));
    expect(remainingAt(next, 1_500)).toBe(299);
    expect(remainingAt(withReport('MINUTE', next, report(0, 0), at(1_600)), 1_600)).toBe(299);
  });

  it('that leaves something out leaves it as it was', () => {
    const known = withReport('MINUTE', UNKNOWN_BUDGET, report(12, 30_000, { limit: 300, windowMs: 60_000 }), at(0));
    const state = withReport('MINUTE', known, report(null, null), at(100));
    expect(state).toMatchObject({ remaining: 12, requestLimit: 300, windowSeconds: 60 });
  });

  it('with a reset that is no relative time blocks for no longer than a window', () => {
    const state = withReport('HISTORY_HOUR', UNKNOWN_BUDGET, report(0, 1_795_900_000_000), at(0));
    expect(remainingAt(state, 3_601_000)).toBeNull();
  });

  it('does not contain requests that are on their way', () => {
    const state = withReport('MINUTE', UNKNOWN_BUDGET, report(12, 30_000), { ...at(0), unreflected: 8 });
    expect(remainingAt(state, 0)).toBe(4);
  });

  it('shows that somebody else uses the account if it counts more than was taken', () => {
    const counts = report(60, 30_000, { limit: 100 });
    expect([39, 40, 41].map((taken) => isUsedByOthers(UNKNOWN_BUDGET, counts, taken))).toEqual([true, false, false]);
  });

  it('ends an unmetered plan', () => {
    const state = withReport(
      'MINUTE',
      { ...UNKNOWN_BUDGET, isUnmetered: true },
      report(1, 1_000, { limit: 300 }),
      at(0),
    );
    expect(limitsOf('MINUTE', state, 1_000).limit).toBe(300);
  });
});

describe('the limits', () => {
  it('are our own ceiling, or a lower one of the API', () => {
    expect(limitsOf('MINUTE', UNKNOWN_BUDGET, 200)).toEqual({ limit: 200, windowMs: 60_000 });
    expect(limitsOf('MINUTE', { ...UNKNOWN_BUDGET, requestLimit: 300 }, 200).limit).toBe(200);
    expect(limitsOf('MINUTE', { ...UNKNOWN_BUDGET, requestLimit: 100 }, 200).limit).toBe(100);
    expect(limitsOf('MINUTE', { ...UNKNOWN_BUDGET, isUnmetered: true }, 200).limit).toBe(200);
  });

  it('of history are those of the API, whatever was assumed', () => {
    expect(limitsOf('HISTORY_HOUR', UNKNOWN_BUDGET, 60)).toEqual({ limit: 60, windowMs: 3_600_000 });
    expect(limitsOf('HISTORY_HOUR', { ...UNKNOWN_BUDGET, requestLimit: 600 }, 60).limit).toBe(600);
    expect(limitsOf('HISTORY_HOUR', { ...UNKNOWN_BUDGET, isUnmetered: true }, 60).limit).toBe(Infinity);
  });

  it.each([
    [8, 1],
    [200, 10],
    [2_000, 50],
    [100_000, 50],
  ])('of %d requests a minute are taken by %d', (limit, size) => {
    expect([leaseSize('MINUTE', limit), leaseSize('HISTORY_HOUR', limit)]).toEqual([size, 1]);
  });
});

describe('a grant', () => {
  const ask = (limit: number, priority: RequestPriority = 'CYCLE', wanted = 5) => ({ limit, wanted, priority });
  const counted = (requests: number, background = 0) => ({
    all: { requests, firstFreeAtMs: requests === 0 ? null : NOW_MS + 700 },
    background: { requests: background, firstFreeAtMs: background === 0 ? null : NOW_MS + 900 },
  });
  const grant = (state: BudgetState, used: ReturnType<typeof counted>, asked = ask(20)) =>
    grantRequests('MINUTE', state, used, asked, NOW_MS);

  it('is what is left, up to what is asked for', () => {
    expect(grant(UNKNOWN_BUDGET, counted(0))).toEqual({ granted: 5 });
    expect(grant(UNKNOWN_BUDGET, counted(17))).toEqual({ granted: 3 });
    expect(grant(UNKNOWN_BUDGET, counted(20))).toEqual({ availableAtMs: NOW_MS + 700 });
    expect(grant({ ...UNKNOWN_BUDGET, remaining: 2, resetsAt: new Date(NOW_MS + 9_000) }, counted(0))).toEqual({
      granted: 2,
    });
  });

  it('leaves three quarters to the cycle', () => {
    expect(grant(UNKNOWN_BUDGET, counted(9, 4), ask(20, 'BACKGROUND'))).toEqual({ granted: 1 });
    expect(grant(UNKNOWN_BUDGET, counted(9, 5), ask(20, 'BACKGROUND'))).toEqual({ availableAtMs: NOW_MS + 900 });
    expect(grant(UNKNOWN_BUDGET, counted(9, 5), ask(20))).toEqual({ granted: 5 });
  });

  it('waits for the end of a block, and for the window in which nothing is left', () => {
    expect(grant(withBlock('MINUTE', UNKNOWN_BUDGET, NOW_MS + 5), { all: NONE, background: NONE })).toEqual({
      availableAtMs: NOW_MS + 5,
    });
    const resetsAt = new Date(NOW_MS + 9_000);
    expect(grant({ ...UNKNOWN_BUDGET, remaining: 0, resetsAt }, counted(0))).toEqual({
      availableAtMs: resetsAt.getTime(),
    });
  });

  it('of history begins anew after a refusal is over', () => {
    const refused = withBlock('HISTORY_HOUR', UNKNOWN_BUDGET, NOW_MS + 5);
    expect(refused).toMatchObject({ remaining: 0, resetsAt: new Date(NOW_MS + 5) });
    expect(withBlock('HISTORY_HOUR', refused, NOW_MS + 2).blockedUntil).toEqual(new Date(NOW_MS + 5));
  });

  it('is never more than the limit, the share and what the API has left, and never nothing without a time', () => {
    const state = fc.record({
      remaining: fc.option(fc.nat(50)),
      resetsAt: fc.option(fc.integer({ min: -5_000, max: 60_000 }).map((ms) => new Date(NOW_MS + ms))),
    });
    const used = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => counted(Math.max(a, b), Math.min(a, b)));
    const asked = fc.record({
      limit: fc.integer({ min: 1, max: 50 }),
      wanted: fc.integer({ min: 1, max: 50 }),
      priority: fc.constantFrom<RequestPriority>('CYCLE', 'BACKGROUND'),
    });
    fc.assert(
      fc.property(state, used, asked, (known, used, asked) => {
        const result = grant({ ...UNKNOWN_BUDGET, ...known }, used, asked);
        if (!('granted' in result)) return expect(result.availableAtMs).toBeGreaterThan(NOW_MS);
        const isOpen = known.resetsAt !== null && known.resetsAt.getTime() > NOW_MS;
        expect(result.granted).toBeGreaterThanOrEqual(1);
        expect(used.all.requests + result.granted).toBeLessThanOrEqual(asked.limit);
        if (isOpen && known.remaining !== null) expect(result.granted).toBeLessThanOrEqual(known.remaining);
      }),
    );
  });
});
