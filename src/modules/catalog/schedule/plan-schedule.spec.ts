import { type HeldPlan, holdBackMassChange, type PendingChange, planSchedule } from './plan-schedule.js';
import type { PublishedEntry, ScheduleType, StoredEntry } from './schedule-entry.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 7, 17);
const NOW_MS = FIRST_MS + 4 * HOUR_MS;

interface Short {
  day?: number;
  opens?: number;
  closes?: number;
  type?: ScheduleType;
  description?: string;
}

function published({ day = 0, opens = 10, closes = 20, type = 'OPERATING', description }: Short = {}): PublishedEntry {
  const midnightMs = FIRST_MS + day * DAY_MS;
  return {
    localDate: new Date(midnightMs).toISOString().slice(0, 10),
    type,
    opensAtMs: midnightMs + opens * HOUR_MS,
    closesAtMs: midnightMs + closes * HOUR_MS,
    description: description ?? null,
    purchases: null,
    offers: [],
  };
}
let lastId = 0;
const stored = (short: Short = {}): StoredEntry => ({ ...published(short), scheduleId: String(++lastId) });
const week = (short: Short = {}) => Array.from({ length: 7 }, (_, day) => ({ day, ...short }));

function plan(before: readonly StoredEntry[], now: readonly PublishedEntry[], refusedGroups: string[] = []) {
  const response = { entries: [...now], past: [], notes: [], refusedGroups: new Set(refusedGroups) };
  const { confirmed, added, superseded } = planSchedule(before, response);
  return { confirmed: confirmed.length, added: added.length, superseded: superseded.length };
}

describe('a response about a schedule', () => {
  it('that repeats an entry confirms it, whatever its description', () => {
    const before = [stored({ description: 'A' })];
    expect(plan(before, [published({ description: 'B' })])).toEqual({ confirmed: 1, added: 0, superseded: 0 });
    expect(plan(before, [published()])).toEqual({ confirmed: 1, added: 0, superseded: 0 });
  });

  it('with other hours of the date and type supersedes the former ones', () => {
    expect(plan([stored()], [published({ closes: 22 })])).toEqual({ confirmed: 0, added: 1, superseded: 1 });
  });

  it('that lacks a date withdraws nothing', () => {
    const before = week().map(stored);
    const now = [published({ day: 0 }), published({ day: 6 })];
    expect(plan(before, now)).toEqual({ confirmed: 2, added: 0, superseded: 0 });
    expect(plan(before, [])).toEqual({ confirmed: 0, added: 0, superseded: 0 });
  });

  it('that has only another type for a date withdraws nothing of the missing type', () => {
    const before = [stored(), stored({ type: 'TICKETED_EVENT', opens: 20, closes: 23 })];
    expect(plan(before, [published({ type: 'INFO' })])).toEqual({ confirmed: 0, added: 1, superseded: 0 });
    expect(plan(before, [published()])).toEqual({ confirmed: 1, added: 0, superseded: 0 });
  });

  it('with one of two openings of a date supersedes the other one', () => {
    const before = [stored({ opens: 9, closes: 13 }), stored({ opens: 16, closes: 22 })];
    expect(plan(before, [published({ opens: 9, closes: 13 })])).toEqual({ confirmed: 1, added: 0, superseded: 1 });
  });

  it('with a refused entry supersedes entries of its group only if it has new hours for the group', () => {
    const before = [stored({ opens: 9, closes: 13 }), stored({ opens: 16, closes: 22 })];
    const group = ['2026-08-17 OPERATING'];
    const same = [published({ opens: 9, closes: 13 })];
    expect(plan(before, same, group)).toEqual({ confirmed: 1, added: 0, superseded: 0 });
    expect(plan(before, [published()], group)).toEqual({ confirmed: 0, added: 1, superseded: 2 });
  });

  it('keeps two events at the same hours separate, and counts repeated entries once', () => {
    const [a, b] = [{ description: 'A' }, { description: 'B' }].map((entry) => ({
      type: 'PRIVATE_EVENT' as const,
      ...entry,
    }));
    expect(plan([], [published(a), published(b), published(b)])).toEqual({ confirmed: 0, added: 2, superseded: 0 });
    expect(plan([stored(a), stored(b)], [published(b), published(a)])).toMatchObject({ confirmed: 2, superseded: 0 });
  });

  it('with another text replaces an INFO, which its text identifies', () => {
    const info = { type: 'INFO' as const, description: 'Limited capacity' };
    expect(plan([stored(info)], [published({ ...info, description: 'Sold out' })])).toMatchObject({
      added: 1,
      superseded: 1,
    });
  });
});

describe('a change of many dates at once', () => {
  function hold(
    before: readonly StoredEntry[],
    now: readonly PublishedEntry[],
    pending: readonly PendingChange[] = [],
    at = NOW_MS,
  ): HeldPlan {
    const response = { entries: [...now], past: [], notes: [], refusedGroups: new Set<string>() };
    return holdBackMassChange(planSchedule(before, response), now, pending, at);
  }
  const countsOf = ({ plan, held }: HeldPlan) => [plan.added.length, plan.superseded.length, held.length];
  const before = week().map(stored);
  const later = week({ closes: 22 }).map(published);

  it('is held back if it affects at least three and more than half of the coming dates', () => {
    const changed = (days: number) => [...later.slice(0, days), ...week().map(published).slice(days)];
    expect(countsOf(hold(before, changed(3)))).toEqual([3, 3, 0]);
    expect(countsOf(hold(before, changed(4)))).toEqual([0, 0, 4]);
    expect(countsOf(hold(before.slice(0, 2), later.slice(0, 2)))).toEqual([2, 2, 0]);
    expect(countsOf(hold(before.slice(0, 3), later.slice(0, 3)))).toEqual([0, 0, 3]);
  });

  it('does not affect new dates of the response', () => {
    expect(countsOf(hold(before, [...later, published({ day: 9 })]))).toEqual([1, 0, 7]);
  });

  it('is applied when a response at least an hour later confirms it, and not before', () => {
    const { held } = hold(before, later);
    expect(countsOf(hold(before, later, held, NOW_MS + HOUR_MS - 1))).toEqual([0, 0, 7]);
    expect(countsOf(hold(before, later, held, NOW_MS + HOUR_MS))).toEqual([7, 7, 0]);
  });

  it('counts from its first response, however often it is repeated', () => {
    const again = hold(before, later, hold(before, later).held, NOW_MS + HOUR_MS / 2);
    expect(countsOf(hold(before, later, again.held, NOW_MS + HOUR_MS))).toEqual([7, 7, 0]);
  });

  it('waits again if the next response has other hours', () => {
    const { held } = hold(before, later);
    const other = week({ closes: 23 }).map(published);
    const second = hold(before, other, held, NOW_MS + DAY_MS);
    expect(countsOf(second)).toEqual([0, 0, 7]);
    expect(countsOf(hold(before, other, second.held, NOW_MS + DAY_MS + HOUR_MS))).toEqual([7, 7, 0]);
  });

  it('is discarded if the next response has the previous hours', () => {
    expect(countsOf(hold(before, week().map(published), hold(before, later).held, NOW_MS + DAY_MS))).toEqual([0, 0, 0]);
  });
});
