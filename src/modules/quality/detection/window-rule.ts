import { merged, overlapMs, type TimeWindow } from '../../../common/time/time-windows.js';
import type { RuleExclusion, RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { Finding } from '../../findings/finding.js';
import type { ExaminedWindow } from './park-examiner.service.js';

export interface FoundExclusion {
  finding: Finding;
  exclusion: RuleExclusion;
}

export interface RuleVerdict {
  found: FoundExclusion[];
  /** How far must be looked instead, because what was looked at does not decide; null: it does. */
  reach: TimeWindow | null;
}

/** A rule that excludes intervals of a park's data by what is stored of a window. Pure. */
export interface WindowRule {
  reason: RuleReason;
  /** Its findings stand and fall with the exclusions; else they are findings of the check, with or without an exclusion. */
  isReportedApart: boolean;
  /** @param stored exclusions by this rule that overlap the window, or adjoin it */
  judge(examined: ExaminedWindow, stored: readonly StoredExclusion[]): RuleVerdict;
}

/**
 * From the first to the last of those exclusions that reach beyond the window and were not found again in all of it: whether
 * what lies outside holds on its own, only a look at all of it can tell. Null where there is none.
 */
export function reachOfUnconfirmed(
  { window, input }: ExaminedWindow,
  stored: readonly StoredExclusion[],
  found: readonly FoundExclusion[],
): TimeWindow | null {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  const confirmed = merged(found.map(({ exclusion }) => windowOf(exclusion)), 0); // prettier-ignore
  const unconfirmed = stored
    .filter(({ revokedOrigin }) => revokedOrigin === null)
    .map((one) => ({ startMs: one.fromMs, endMs: one.toMs ?? input.lookedUntilMs }))
    .filter(({ startMs, endMs }) => startMs < fromMs || (endMs > toMs && endMs > input.range.endMs))
    .filter(({ startMs, endMs }) => {
      const inside = { startMs: Math.max(startMs, fromMs), endMs: Math.min(endMs, toMs) };
      return inside.endMs > inside.startMs && overlapMs(inside, confirmed) < inside.endMs - inside.startMs;
    });
  return unconfirmed.reduce<TimeWindow | null>(hull, null);
}

/** The smallest window that contains both; null stands for none. */
export function hull(a: TimeWindow | null, b: TimeWindow | null): TimeWindow | null {
  if (a === null || b === null) return a ?? b;
  return { startMs: Math.min(a.startMs, b.startMs), endMs: Math.max(a.endMs, b.endMs) };
}

const windowOf = ({ fromMs, toMs, mayGoOn = false }: RuleExclusion): TimeWindow => ({
  startMs: fromMs,
  endMs: mayGoOn ? Infinity : (toMs ?? Infinity),
});
