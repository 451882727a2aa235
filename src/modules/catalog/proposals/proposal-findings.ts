import type { Finding, FindingKey } from '../../findings/finding.js';
import type { ProposalRecord, ProposedPair } from './proposal-record.js';

const MAX_SAMPLES = 20;
const REASONS = { RENUMBERED_PARK: 'PARK_RENUMBERED', QUEUE_ENTITIES: 'QUEUE_ENTITIES' } as const;

export const proposalKey = ({ proposalId, kind }: Pick<ProposalRecord, 'proposalId' | 'kind'>): FindingKey => ({
  issueType: 'MAPPING',
  reason: REASONS[kind],
  identity: [proposalId],
});

/** One finding for the whole proposal, however many rides it is about. */
export function proposalFinding(proposal: ProposalRecord, pairs: readonly ProposedPair[]): Finding {
  return {
    ...proposalKey(proposal),
    entityType: 'PARK',
    entityId: proposal.parkId,
    parkId: proposal.parkId,
    importId: null,
    windowStart: proposal.detectedAt,
    windowEnd: null,
    recordsAffected: Math.max(1, proposal.strongPairs + proposal.weakPairs + proposal.openRides),
    description: describe(proposal),
    sample: pairs.slice(0, MAX_SAMPLES).map(({ rideId, rideName, targetRideId, targetRideName, strength }) => {
      return { rideId, rideName, targetRideId, targetRideName, strength };
    }),
  };
}

function describe({ proposalId, kind, parkName, strongPairs, weakPairs, openRides }: ProposalRecord): string {
  const advice = `see /api/admin/catalog/proposals/${proposalId}`;
  if (kind === 'QUEUE_ENTITIES') {
    return `"${parkName}" lists ${strongPairs} queue(s) of rides as rides of their own: ${advice}`;
  }
  return (
    `"${parkName}" seems renumbered: ${strongPairs} pairs of rides are proposed, ${weakPairs} less likely ones, and ` +
    `${openRides} rides have no partner. Nothing is merged until the proposal is confirmed: ${advice}`
  );
}
