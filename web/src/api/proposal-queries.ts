import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';

export const PROPOSALS_PER_PAGE = 20;

/** Newest first. All keys of proposals begin with `admin proposals`. */
export const proposals = (status: Schemas['ProposalStatus'], page: number) =>
  queryOptions({
    queryKey: ['admin', 'proposals', 'list', status, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const query = { status, limit: PROPOSALS_PER_PAGE, offset: (page - 1) * PROPOSALS_PER_PAGE };
      return bodyOf(api.GET('/api/admin/catalog/proposals', { params: { query }, signal }));
    },
  });

/** With its pairs. */
export const proposal = (proposalId: number) =>
  queryOptions({
    queryKey: ['admin', 'proposals', 'one', proposalId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/catalog/proposals/{proposalId}', { params: { path: { proposalId } }, signal })),
  });

export type ProposalAction = { kind: 'confirm'; pairIds: number[] } | { kind: 'reject' } | { kind: 'undo' };

export function decideProposal(proposalId: number, action: ProposalAction): Promise<Schemas['ProposalDetailView']> {
  const params = { path: { proposalId } };
  const path = '/api/admin/catalog/proposals/{proposalId}';
  if (action.kind === 'confirm') {
    return bodyOf(api.POST(`${path}/confirm`, { params, body: { pairIds: action.pairIds } }));
  }
  return bodyOf(
    action.kind === 'reject'
      ? api.POST(`${path}/reject`, { params, body: {} })
      : api.POST(`${path}/undo`, { params, body: {} }),
  );
}
