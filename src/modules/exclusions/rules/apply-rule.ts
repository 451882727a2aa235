import type { ExclusionInterval, StoredExclusion } from '../exclusion.js';

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
