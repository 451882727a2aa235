import { readDay, readId, readWord } from '../../../search-params.js';

export const QUALITY_VIEWS = ['issues', 'gaps', 'freshness', 'coverage', 'reconciliation', 'exclusions'] as const;
export type QualityView = (typeof QUALITY_VIEWS)[number];

export const STATUS_FILTERS = ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX', 'ALL'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export const ISSUE_TYPES = ['GAP', 'INVALID', 'SUSPICIOUS', 'DUPLICATE', 'MAPPING', 'MISSING_FIELD'] as const;

/** When an issue was found. */
export const FOUND_WITHIN = ['day', 'week', 'month'] as const;
export type FoundWithin = (typeof FOUND_WITHIN)[number];

export const EXCLUSION_FILTERS = ['ACTIVE', 'REVOKED', 'ALL'] as const;
export type ExclusionFilter = (typeof EXCLUSION_FILTERS)[number];

export const SHOWN_DIFFERENCES = ['UNEXPLAINED', 'ALL'] as const;
export type ShownDifferences = (typeof SHOWN_DIFFERENCES)[number];

/** The state of the page in its address. Only the shown view reads its own. */
export interface QualitySearch {
  view?: QualityView;
  park?: number;
  status?: StatusFilter;
  severity?: (typeof SEVERITIES)[number];
  type?: (typeof ISSUE_TYPES)[number];
  found?: FoundWithin;
  page?: number;
  from?: string;
  to?: string;
  exclusions?: ExclusionFilter;
  differences?: ShownDifferences;
}

export function readQualitySearch(search: Record<string, unknown>): QualitySearch {
  return {
    ...readWord(search, 'view', QUALITY_VIEWS),
    ...readId(search, 'park'),
    ...readWord(search, 'status', STATUS_FILTERS),
    ...readWord(search, 'severity', SEVERITIES),
    ...readWord(search, 'type', ISSUE_TYPES),
    ...readWord(search, 'found', FOUND_WITHIN),
    ...readId(search, 'page'),
    ...readDay(search, 'from'),
    ...readDay(search, 'to'),
    ...readWord(search, 'exclusions', EXCLUSION_FILTERS),
    ...readWord(search, 'differences', SHOWN_DIFFERENCES),
  };
}
