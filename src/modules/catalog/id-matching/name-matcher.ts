import type { CandidateRide, MatchDecision, MatchReason, UnknownEntity } from './match-types.js';
import {
  compareNames,
  type Comparison,
  MATCHING_RANK_LIMIT,
  type PreparedName,
  prepareName,
} from './name-comparison.js';
import { matchByOperatorId } from './operator-ids.js';

export interface PreparedCandidate extends CandidateRide {
  prepared: PreparedName;
}

type Obstacle = Extract<MatchReason, 'HAS_OTHER_UUID' | 'OTHER_ENTITY_TYPE' | 'DISTINGUISHING_WORD' | 'TOO_DISTANT'>;

/** The comparison of one name of an entity with one name of a ride. */
export interface NamePair extends Comparison {
  rideId: number;
  archiveName: string;
  matchedName: string;
  /** Null: the two may match. */
  obstacle: Obstacle | null;
}

/** Possible matches of one entity, independent of other entities. */
export interface MatchEvaluation {
  entity: UnknownEntity;
  /** The closest pair, whether it may match or not; null: no candidates. */
  nearest: NamePair | null;
  /** The best matches: none, one, or several equally good ones, with one pair per ride. */
  best: NamePair[];
}

/** Among equally close names, pairs that may match come first, then the most informative obstacle. */
const OBSTACLE_ORDER: readonly (Obstacle | null)[] = [
  null,
  'HAS_OTHER_UUID',
  'OTHER_ENTITY_TYPE',
  'DISTINGUISHING_WORD',
  'TOO_DISTANT',
];

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** A total order, so that the result does not depend on the order of the input. */
function comparePairs(one: NamePair, other: NamePair): number {
  return (
    one.rank - other.rank ||
    OBSTACLE_ORDER.indexOf(one.obstacle) - OBSTACLE_ORDER.indexOf(other.obstacle) ||
    other.score - one.score ||
    one.rideId - other.rideId ||
    compareText(one.matchedName, other.matchedName) ||
    compareText(one.archiveName, other.archiveName)
  );
}

/** A show and an attraction of the same name are different entities. An unknown type is compatible with both. */
function isOtherType(entity: UnknownEntity, candidate: CandidateRide): boolean {
  return candidate.entityType !== null && entity.isShow !== (candidate.entityType === 'SHOW');
}

function obstacleOf(entity: UnknownEntity, candidate: CandidateRide, comparison: Comparison): Obstacle | null {
  if (comparison.likeness === 'DISTINGUISHED') return 'DISTINGUISHING_WORD';
  if (comparison.likeness === 'DISTANT') return 'TOO_DISTANT';
  if (isOtherType(entity, candidate)) return 'OTHER_ENTITY_TYPE';
  return candidate.hasUuid ? 'HAS_OTHER_UUID' : null;
}

function pairOf(
  entity: UnknownEntity,
  archiveName: string,
  candidate: PreparedCandidate,
  comparison: Comparison,
): NamePair {
  return {
    likeness: comparison.likeness,
    rank: comparison.rank,
    score: comparison.score,
    rideId: candidate.rideId,
    archiveName,
    matchedName: candidate.name,
    obstacle: obstacleOf(entity, candidate, comparison),
  };
}

/**
 * Yields every near pair, and each pair that is the closest so far, so that the closest of all is among them. The others,
 * nearly all pairs of a large park, are not created, which saves nine tenths of the time.
 */
function* relevantPairs(entity: UnknownEntity, candidates: readonly PreparedCandidate[]): Generator<NamePair> {
  const names = entity.names.map(prepareName).filter((name) => name.normalised !== '');
  let closest: Comparison = { likeness: 'DISTANT', rank: Infinity, score: 0 };
  for (const candidate of candidates) {
    const allowSeasonal = !entity.isShow && candidate.entityType !== 'SHOW';
    for (const name of names) {
      const comparison = compareNames(name, candidate.prepared, allowSeasonal);
      const { rank, score } = comparison;
      const isClosest = rank < closest.rank || (rank === closest.rank && score >= closest.score);
      if (isClosest) closest = comparison;
      if (isClosest || rank < MATCHING_RANK_LIMIT) yield pairOf(entity, name.name, candidate, comparison);
    }
  }
}

/**
 * The equally best pairs of an entity, one per ride. Empty if a ride with another UUID fits better: the entity has that
 * ride's name, so the second best is wrong.
 */
function bestOf(nearPairs: readonly NamePair[]): NamePair[] {
  const sorted = [...nearPairs].sort(comparePairs);
  const free = sorted.filter((pair) => pair.obstacle === null);
  const bestRank = free[0]?.rank ?? MATCHING_RANK_LIMIT;
  if (sorted.some((pair) => pair.obstacle === 'HAS_OTHER_UUID' && pair.rank < bestRank)) return [];
  const observedRides = new Set<number>();
  return free.filter(({ rank, rideId }) => {
    const isFirstOfRide = !observedRides.has(rideId);
    observedRides.add(rideId);
    return isFirstOfRide && rank === bestRank;
  });
}

function evaluateMatch(entity: UnknownEntity, candidates: readonly PreparedCandidate[]): MatchEvaluation {
  let nearest: NamePair | null = null;
  const nearPairs: NamePair[] = [];
  for (const pair of relevantPairs(entity, candidates)) {
    if (nearest === null || comparePairs(pair, nearest) < 0) nearest = pair;
    if (pair.rank < MATCHING_RANK_LIMIT) nearPairs.push(pair);
  }
  const best = bestOf(nearPairs);
  if (best.length > 0) return { entity, nearest, best };
  // For a reviewer, the ride that holds the UUID is more important than a closer name ruled out by type or numbers.
  const holder = nearPairs.filter((pair) => pair.obstacle === 'HAS_OTHER_UUID').sort(comparePairs)[0];
  return { entity, nearest: holder ?? nearest, best };
}

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

/** For each ride, the ranks of all entities that have it among their best matches, best first. */
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
  // A closer entity of this batch gets the ride.
  if (closest !== pair.rank) return created(entity, 'HAS_OTHER_UUID', pair);
  return matched(entity, pair);
}

/** One entity per UUID, sorted by UUID. The names of repeated entities are merged. */
function mergeByUuid(entities: readonly UnknownEntity[]): UnknownEntity[] {
  const merged = new Map<string, UnknownEntity>();
  for (const { themeparksWikiId, names, isShow, operatorIds = [] } of entities) {
    const known = merged.get(themeparksWikiId);
    merged.set(themeparksWikiId, {
      themeparksWikiId,
      names: [...(known?.names ?? []), ...names],
      isShow: isShow || (known?.isShow ?? false),
      operatorIds: [...(known?.operatorIds ?? []), ...operatorIds],
    });
  }
  return [...merged.values()].sort((one, other) => compareText(one.themeparksWikiId, other.themeparksWikiId));
}

/** If a ride has a UUID under one of its names, it has it under all names. */
function prepareCandidates(candidates: readonly CandidateRide[]): PreparedCandidate[] {
  const taken = new Set(candidates.filter((candidate) => candidate.hasUuid).map((candidate) => candidate.rideId));
  return candidates
    .map((ride) => ({ ...ride, hasUuid: taken.has(ride.rideId), prepared: prepareName(ride.name) }))
    .filter((candidate) => candidate.prepared.normalised !== '');
}

/**
 * Matches unknown entities with rides of the same park: equal ids of the operator first, then equal names, then spellings less
 * than three edits apart. Never matches a ride with another UUID, never on a tie, and never if a number, colour, side or letter differs. Returns
 * one decision per UUID, sorted by UUID, independent of the order of entities and candidates.
 */
export function matchEntities(
  entities: readonly UnknownEntity[],
  candidates: readonly CandidateRide[],
): MatchDecision[] {
  const byId = matchByOperatorId(mergeByUuid(entities), candidates);
  const prepared = prepareCandidates(byId.candidates);
  const evaluations = byId.entities.map((entity) => evaluateMatch(entity, prepared));
  const claims = claimsByRide(evaluations);
  const byName = evaluations.map((evaluation) => decide(evaluation, claims));
  return [...byId.decisions, ...byName].sort((one, other) => compareText(one.themeparksWikiId, other.themeparksWikiId));
}
