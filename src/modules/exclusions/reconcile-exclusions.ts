import { closedIntervals, merged, type TimeInterval } from '../../common/time/time-intervals.js';
import type { ExclusionInterval, StoredExclusion } from './exclusion.js';

export type RuleStep =
  | { kind: 'CREATE' }
  | { kind: 'KEEP' }
  /** Moves its start or end; a revoked exclusion stays revoked. */
  | { kind: 'RESIZE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'RESTORE'; stored: StoredExclusion; interval: ExclusionInterval };

/**
 * Decides how to store an interval that a rule found. A rule never shortens an exclusion, never creates one twice, and
 * never restores one that a person revoked. A revoked exclusion only grows, so that later data of the same kind counts too.
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
  /** No later observation contradicts it: an exclusion in progress stays in progress. */
  mayGoOn?: boolean;
}

export type ReconcileStep =
  /** `partOf`: the exclusion that was split and of which this part remains. */
  | { kind: 'CREATE'; interval: ExclusionInterval; partOf: StoredExclusion | null }
  /** Moves its start or end; a revoked exclusion stays revoked. */
  | { kind: 'RESIZE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'RESTORE'; stored: StoredExclusion; interval: ExclusionInterval }
  | { kind: 'REVOKE'; stored: StoredExclusion };

/**
 * The steps that bring the stored exclusions of one rule and target in line with the present data. Within the examined
 * time, exactly the found intervals are in force afterwards; outside of it, the stored ones are. An exclusion that a
 * person revoked or restored keeps its state and only grows, so that later data of the same kind is treated alike.
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
  const inForce = stored.filter((one) => one.revokedOrigin === null && !isDecided(one));
  const state: State = {
    previous: inForce,
    inForce,
    revoked: stored.filter(({ revokedOrigin }) => revokedOrigin === 'RULE'),
    decided: stored.filter(isDecided).map((one) => ({ stored: one, window: windowOf(one) })),
    steps: [],
  };
  for (const wanted of wantedOf(found, state.inForce, windowOf(examined))) {
    const decided = state.decided.map(({ window }) => window);
    for (const part of closedIntervals(decided, wanted)) place(part, state);
  }
  const grown = state.decided.flatMap(({ stored: one, window }) => resized(one, window));
  return [...state.steps, ...grown, ...state.inForce.map((one) => ({ kind: 'REVOKE' as const, stored: one }))];
}

interface State {
  /** The rule's exclusions that were in force before. */
  previous: readonly StoredExclusion[];
  /** The rule's exclusions in force that are not matched to a wanted interval yet. */
  inForce: StoredExclusion[];
  revoked: StoredExclusion[];
  /** Revoked or restored by a person; their window grows. */
  decided: { stored: StoredExclusion; window: TimeInterval }[];
  steps: ReconcileStep[];
}

/** The intervals to be in force afterwards: those found, and the parts of the stored ones that were not examined. */
function wantedOf(
  found: readonly FoundInterval[],
  inForce: readonly StoredExclusion[],
  examined: TimeInterval,
): TimeInterval[] {
  const windows = found.map((one) => {
    const window = windowOf(one);
    const goesOn = one.mayGoOn === true && inForce.some(({ toMs, fromMs }) => toMs === null && fromMs < window.endMs);
    return goesOn ? { ...window, endMs: Infinity } : window;
  });
  const kept = inForce.flatMap((one) => {
    const window = windowOf(one);
    const before = { startMs: window.startMs, endMs: Math.min(window.endMs, examined.startMs) };
    const after = { startMs: Math.max(window.startMs, examined.endMs), endMs: window.endMs };
    // An exclusion in progress is one interval: if it ends within the examined time, nothing remains after it.
    const endsWithin =
      one.toMs === null && window.startMs < examined.endMs && !windows.some(({ endMs }) => endMs >= examined.endMs);
    return endsWithin ? [before] : [before, after];
  });
  return merged([...windows, ...kept].filter(({ startMs, endMs }) => endMs > startMs), 0); // prettier-ignore
}

function place(part: TimeInterval, state: State): void {
  const same = state.inForce.filter((one) => overlaps(windowOf(one), part));
  const stored = same.find(({ fromMs }) => fromMs === part.startMs) ?? same[0];
  if (stored !== undefined) {
    state.inForce = state.inForce.filter((one) => one !== stored);
    state.steps.push(...resized(stored, part));
    return;
  }
  const partOf = state.previous.find((one) => overlaps(windowOf(one), part)) ?? null;
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
