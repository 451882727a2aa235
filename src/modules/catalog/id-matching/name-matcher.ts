import {
  compareText,
  type NamePair,
  type MatchEvaluation,
  evaluateMatch,
  type PreparedCandidate,
} from './match-outlook.js';
import type { CandidateRide, MatchDecision, MatchReason, UnknownEntity } from './match-types.js';
import { prepareName } from './name-comparison.js';

export * from './match-types.js';

function created(entity: UnknownEntity, reason: MatchReason, nearest: NamePair | null): MatchDecision {
  return {
    themeparksWikiId: entity.themeparksWikiId,
    method: 'CREATED',
    rideId: null,
    score: nearest?.score ?? 0,
    archiveName: nearest?.archiveName ?? entity.names.at(-1) ?? '',
    matchedName: nearest?.matchedName ?? null,
    reason,
  };
}

function matched(entity: UnknownEntity, pair: NamePair): MatchDecision {
  const isFuzzy = pair.likeness === 'FUZZY';
  return {
    themeparksWikiId: entity.themeparksWikiId,
    method: isFuzzy ? 'FUZZY_NAME' : 'EXACT_NAME',
    rideId: pair.rideId,
    score: pair.score,
    archiveName: pair.archiveName,
    matchedName: pair.matchedName,
    reason: isFuzzy ? 'SIMILAR_NAME' : pair.likeness === 'SEASONAL' ? 'SEASONAL_NAME' : 'EQUAL_NAME',
  };
}

/** The ranks, best first, at which entities claim a ride as their best or as one of their equally best. */
function claimsByRide(evaluations: readonly MatchEvaluation[]): Map<number, number[]> {
  const claims = new Map<number, number[]>();
  for (const pair of evaluations.flatMap((evaluation) => evaluation.best)) {
    const ranks = [...(claims.get(pair.rideId) ?? []), pair.rank];
    claims.set(
      pair.rideId,
      ranks.sort((one, other) => one - other),
    );
  }
  return claims;
}

function decide(
  { entity, nearest, best }: MatchEvaluation,
  claims: ReadonlyMap<number, readonly number[]>,
): MatchDecision {
  const [pair, equallyGood] = best;
  if (pair === undefined) return created(entity, nearest?.obstacle ?? 'NO_CANDIDATE', nearest);
  const [closest, secondClosest] = claims.get(pair.rideId) ?? [];
  if (equallyGood !== undefined || closest === secondClosest) return created(entity, 'AMBIGUOUS', pair);
  // A closer entity of this very batch gives the ride its UUID.
  if (closest !== pair.rank) return created(entity, 'HAS_OTHER_UUID', pair);
  return matched(entity, pair);
}

/** One entity per UUID, ordered by it: the names of repeated ones are put together. */
function mergeByUuid(entities: readonly UnknownEntity[]): UnknownEntity[] {
  const merged = new Map<string, UnknownEntity>();
  for (const { themeparksWikiId, names, isShow } of entities) {
    const known = merged.get(themeparksWikiId);
    merged.set(themeparksWikiId, {
      themeparksWikiId,
      names: [...(known?.names ?? []), ...names],
      isShow: isShow || (known?.isShow ?? false),
    });
  }
  return [...merged.values()].sort((one, other) => compareText(one.themeparksWikiId, other.themeparksWikiId));
}

/** A ride that has a UUID under one of its names has it under all of them. */
function prepareCandidates(candidates: readonly CandidateRide[]): PreparedCandidate[] {
  const taken = new Set(candidates.filter((candidate) => candidate.hasUuid).map((candidate) => candidate.rideId));
  return candidates
    .map((ride) => ({ ...ride, hasUuid: taken.has(ride.rideId), prepared: prepareName(ride.name) }))
    .filter((candidate) => candidate.prepared.normalised !== '');
}

/**
 * Decides which of a park's rides the unknown entities of the same park are: equal names first, then spellings less
 * than three edits apart; never a ride with another UUID, never on a tie, never where a number, colour, side or letter
 * differs. One decision per UUID, ordered by UUID, whatever the order of entities and candidates.
 */
export function matchEntities(
  entities: readonly UnknownEntity[],
  candidates: readonly CandidateRide[],
): MatchDecision[] {
  const prepared = prepareCandidates(candidates);
  const evaluations = mergeByUuid(entities).map((entity) => evaluateMatch(entity, prepared));
  const claims = claimsByRide(evaluations);
  return evaluations.map((evaluation) => decide(evaluation, claims));
}
