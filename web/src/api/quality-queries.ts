import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { PRESENT } from './admin-queries.js';
import { api, bodyOf, type Schemas } from './client.js';

/** Keys of what a decision about issues or exclusions changes. */
export const QUALITY_KEY = ['admin', 'quality'] as const;
/** The largest page that the API allows. */
const ALL = 200;

export interface IssueFilter {
  status?: Schemas['ResolutionStatus'];
  severity?: Schemas['IssueSeverity'];
  issueType?: Schemas['IssueType'];
  parkId?: number;
  from?: string;
  limit: number;
  offset: number;
}

export const issues = (query: IssueFilter) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'issues', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/quality/issues', { params: { query }, signal })),
  });

/** Open issues of high severity, whenever they were found: their number. */
export const severeIssues = () => issues({ status: 'OPEN', severity: 'HIGH', limit: 1, offset: 0 });

/** Changes all of the issues, or none. */
export const changeIssues = (body: Schemas['ResolveIssuesBody']): Promise<Schemas['ResolvedIssuesView']> =>
  bodyOf(api.PATCH('/api/admin/quality/issues', { body }));

interface GapFilter {
  parkId?: number;
  from: string;
  to: string;
}

/** The newest gaps between two instants, and how many there are. */
export const gaps = (query: GapFilter) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'gaps', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/quality/gaps', { params: { query: { ...query, limit: ALL } }, signal })),
  });

export const freshness = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'freshness'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/quality/freshness', { signal })),
  });

interface CoverageFilter {
  parkId?: number;
  startDate: string;
  endDate: string;
}

export const coverage = (query: CoverageFilter) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'coverage', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/quality/coverage', { params: { query }, signal })),
  });

export interface ReconciliationFilter {
  parkId?: number;
  startDate: string;
  endDate: string;
}

/** How many daily figures agree with the published ones. */
export const reconciliation = (query: ReconciliationFilter) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'reconciliation', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/quality/reconciliation', { params: { query: { ...query, limit: ALL } }, signal })),
  });

/** The newest figures that differ, with both values. */
export const differences = (query: ReconciliationFilter & { explanation?: Schemas['DifferenceExplanation'] }) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'differences', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/admin/quality/reconciliation/differences', {
          params: { query: { ...query, limit: 50 } },
          signal,
        }),
      ),
  });

export const exclusions = (query: { parkId?: number; active?: boolean }) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...QUALITY_KEY, 'exclusions', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/quality/exclusions', { params: { query: { ...query, limit: ALL } }, signal })),
  });

export const createExclusion = (body: Schemas['CreateExclusionBody']): Promise<Schemas['ExclusionDetailView']> =>
  bodyOf(api.POST('/api/admin/quality/exclusions', { body }));

interface ExclusionDecision {
  exclusionId: number;
  /** `revoke`: its data counts again; `restore`: it does not. */
  action: 'revoke' | 'restore';
  body: Schemas['DecisionBody'];
}

export function decideExclusion({ exclusionId, action, body }: ExclusionDecision) {
  const init = { params: { path: { exclusionId } }, body };
  return action === 'revoke'
    ? bodyOf(api.POST('/api/admin/quality/exclusions/{exclusionId}/revoke', init))
    : bodyOf(api.POST('/api/admin/quality/exclusions/{exclusionId}/restore', init));
}

export const startCheck = (body: Schemas['StartCheckBody']): Promise<Schemas['StartedCheckView']> =>
  bodyOf(api.POST('/api/admin/quality/check', { body }));
