import type { RuleExclusion, StoredExclusion } from '../../exclusions/exclusion.js';
import type { Finding } from '../../findings/finding.js';

/** What a detector says of a park. */
export interface Verdict {
  found: { finding: Finding; exclusions: Omit<RuleExclusion, 'findingFingerprint'>[] }[];
  /** Exclusions in progress whose reason is over. */
  ended: { exclusion: StoredExclusion; atMs: number; note: string }[];
}

export const NOTHING: Verdict = { found: [], ended: [] };
