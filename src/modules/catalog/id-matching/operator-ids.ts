import { groupBy } from '../../../common/collections.js';
import type { CandidateRide, MatchDecision, UnknownEntity } from './match-types.js';

interface Remaining {
  decisions: MatchDecision[];
  entities: UnknownEntity[];
  candidates: CandidateRide[];
}

/**
 * Matches entities with rides without a UUID by the id of the park's operator, whatever their names. Only if the id belongs to one
 * entity and one ride; everything else is left to the names.
 */
export function matchByOperatorId(entities: readonly UnknownEntity[], candidates: readonly CandidateRide[]): Remaining {
  const rideOf = unique(
    candidates.filter(({ hasUuid }) => !hasUuid),
    ({ rideId }) => rideId,
  );
  const entityOf = unique(entities, ({ themeparksWikiId }) => themeparksWikiId);
  const decisions = new Map<number, MatchDecision>();
  for (const entity of entities) {
    const found = new Set((entity.operatorIds ?? []).flatMap((id) => (entityOf.has(id) ? (rideOf.get(id) ?? []) : [])));
    const [ride, another] = [...found];
    if (ride === undefined || another !== undefined || decisions.has(ride.rideId)) continue;
    decisions.set(ride.rideId, decisionOf(entity, ride));
  }
  const matched = new Set([...decisions.values()].map(({ themeparksWikiId }) => themeparksWikiId));
  return {
    decisions: [...decisions.values()],
    entities: entities.filter(({ themeparksWikiId }) => !matched.has(themeparksWikiId)),
    candidates: candidates.map((ride) => (decisions.has(ride.rideId) ? { ...ride, hasUuid: true } : ride)),
  };
}

/** Owners by operator id, without ids of several owners. */
function unique<Owner extends { operatorIds?: readonly string[] }>(
  owners: readonly Owner[],
  keyOf: (owner: Owner) => unknown,
): Map<string, Owner> {
  const pairs = owners.flatMap((owner) => (owner.operatorIds ?? []).map((id) => ({ id, owner })));
  const byId = [...groupBy(pairs, ({ id }) => id)];
  const single = byId.filter(([, same]) => new Set(same.map(({ owner }) => keyOf(owner))).size === 1);
  return new Map(single.map(([id, same]) => [id, same[0]!.owner]));
}

function decisionOf(entity: UnknownEntity, ride: CandidateRide): MatchDecision {
  return {
    themeparksWikiId: entity.themeparksWikiId,
    method: 'EXTERNAL_ID',
    rideId: ride.rideId,
    score: 1,
    archiveName: entity.names.at(-1) ?? '',
    matchedName: ride.name,
    reason: 'EQUAL_EXTERNAL_ID',
  };
}
