import { closedIntervals, merged, type TimeInterval } from '../../common/time/time-intervals.js';
import type { ExclusionInterval, StoredExclusion } from './exclusion.js';

export type RuleStep =
  | { kind: 'CREATE' }
  | { kind: 'KEEP' }
  /** Its ends move; a revoked one stays revoked. */
  | { kind: 'RESIZE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'RESTORE'; stored: StoredExclusion; interval: ExclusionInterval };

/**
 * What an interval that a rule has found means for what is stored. A rule never cuts an exclusion short, never makes one
 * a second time, and never undoes what a person revoked: a revoked one only grows, so that more of the same stays believed.
 * @param related of the same rule and target, overlapping or adjoining the interval, earliest first
 */
export function applyRule(found: ExclusionInterval, related: readonly StoredExclusion[]): RuleStep {
  const stored = related.find(({ revokedOrigin }) => revokedOrigin !== 'RULE') ?? related[0];
  if (stored === undefined) return { kind: 'CREATE' };
  if (stored.revokedOrigin === 'RULE') return { kind: 'RESTORE', stored, interval: found };
  const interval = union(stored, found);
  const isSame = interval.fromMs === stored.fromMs && interval.toMs === stored.toMs;
  return isSame ? { kind: 'KEEP' } : { kind: 'RESIZE', stored, interval };
}

const union = (a: ExclusionInterval, b: ExclusionInterval): ExclusionInterval => ({
  fromMs: Math.min(a.fromMs, b.fromMs),
  toMs: a.toMs === null || b.toMs === null ? null : Math.max(a.toMs, b.toMs),
});

/** An interval that a rule finds in the data that it examines. */
export interface FoundInterval extends ExclusionInterval {
  /** Nothing observed since contradicts it: one that is in progress stays so. */
  mayGoOn?: boolean;
}

export type ReconcileStep =
  /** `partOf`: what is divided, and of which this part is left. */
  | { kind: 'CREATE'; interval: ExclusionInterval; partOf: StoredExclusion | null }
  /** Its ends move; a revoked one stays revoked. */
  | { kind: 'RESIZE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'RESTORE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'REVOKE'; stored: StoredExclusion };

/**
 * What turns the stored exclusions of one rule and target into those that the rule makes of the data as it is now. Within
 * the examined time exactly what was found holds afterwards; outside of it, what is stored. What a person revoked or
 * restored stays as it is, and only grows, so that more of the same is treated alike.
 * @param stored those that overlap or adjoin the examined time or what was found
 * @param examined `toMs` null: up to now, and there is nothing later
 */
export function reconcile(
  found: readonly FoundInterval[],
  stored: readonly StoredExclusion[],
  examined: ExclusionInterval,
): ReconcileStep[] {
  const isDecided = ({ revokedOrigin, decidedBy }: StoredExclusion) =>
    revokedOrigin === 'PERSON' || (revokedOrigin === null && decidedBy === 'PERSON');
  const held = stored.filter((one) => one.revokedOrigin === null && !isDecided(one));
  const state: State = {
    held,
    holding: held,
    revoked: stored.filter(({ revokedOrigin }) => revokedOrigin === 'RULE'),
    decided: stored.filter(isDecided).map((one) => ({ stored: one, window: windowOf(one) })),
    steps: [],
  };
  for (const wanted of wantedOf(found, state.holding, windowOf(examined))) {
    const decided = state.decided.map(({ window }) => window);
    for (const part of closedIntervals(decided, wanted)) place(part, state);
  }
  const grown = state.decided.flatMap(({ stored: one, window }) => resized(one, window));
  return [...state.steps, ...grown, ...state.holding.map((one) => ({ kind: 'REVOKE' as const, stored: one }))];
}

interface State {
  /** Those of the rule that held before. */
  held: readonly StoredExclusion[];
  /** Those of the rule that hold and are not placed yet. */
  holding: StoredExclusion[];
  revoked: StoredExclusion[];
  /** By a person; the window grows. */
  decided: { stored: StoredExclusion; window: TimeInterval }[];
  steps: ReconcileStep[];
}

/** What is to hold: what was found, and of what is stored the parts that were not examined. */
function wantedOf(
  found: readonly FoundInterval[],
  holding: readonly StoredExclusion[],
  examined: TimeInterval,
): TimeInterval[] {
  const windows = found.map((one) => {
    const window = windowOf(one);
    const goesOn = one.mayGoOn === true && holding.some(({ toMs, fromMs }) => toMs === null && fromMs < window.endMs);
    return goesOn ? { ...window, endMs: Infinity } : window;
  });
  const kept = holding.flatMap((one) => {
    const window = windowOf(one);
    const before = { startMs: window.startMs, endMs: Math.min(window.endMs, examined.startMs) };
    const after = { startMs: Math.max(window.startMs, examined.endMs), endMs: window.endMs };
    // One in progress is one stretch: where it has ended within the examined time, nothing of it is left later.
    const endsWithin =
      one.toMs === null && window.startMs < examined.endMs && !windows.some(({ endMs }) => endMs >= examined.endMs);
    return endsWithin ? [before] : [before, after];
  });
  return merged([...windows, ...kept].filter(({ startMs, endMs }) => endMs > startMs), 0); // prettier-ignore
}

function place(part: TimeInterval, state: State): void {
  const same = state.holding.filter((one) => overlaps(windowOf(one), part));
  const stored = same.find(({ fromMs }) => fromMs === part.startMs) ?? same[0];
  if (stored !== undefined) {
    state.holding = state.holding.filter((one) => one !== stored);
    state.steps.push(...resized(stored, part));
    return;
  }
  const partOf = state.held.find((one) => overlaps(windowOf(one), part)) ?? null;
  if (partOf !== null) {
    state.steps.push({ kind: 'CREATE', interval: intervalOf(part), partOf });
    return;
  }
  const neighbour = state.decided.find(({ window }) => window.startMs <= part.endMs && part.startMs <= window.endMs);
  if (neighbour !== undefined) {
    neighbour.window = merged([neighbour.window, part], 0)[0]!;
    return;
  }
  const earlier = state.revoked.filter((one) => overlaps(windowOf(one), part));
  const again = earlier.find(({ fromMs }) => fromMs === part.startMs) ?? earlier[0];
  state.revoked = state.revoked.filter((one) => one !== again);
  const interval = intervalOf(part);
  if (again === undefined) state.steps.push({ kind: 'CREATE', interval, partOf: null });
  else state.steps.push({ kind: 'RESTORE', stored: again, interval });
}

function resized(stored: StoredExclusion, window: TimeInterval): ReconcileStep[] {
  const interval = intervalOf(window);
  const isSame = interval.fromMs === stored.fromMs && interval.toMs === stored.toMs;
  return isSame ? [] : [{ kind: 'RESIZE', stored, interval }];
}

const windowOf = ({ fromMs, toMs }: ExclusionInterval): TimeInterval => ({ startMs: fromMs, endMs: toMs ?? Infinity });

const intervalOf = ({ startMs, endMs }: TimeInterval): ExclusionInterval => ({
  fromMs: startMs,
  toMs: endMs === Infinity ? null : endMs,
});

const overlaps = (a: TimeInterval, b: TimeInterval): boolean => a.startMs < b.endMs && b.startMs < a.endMs;
