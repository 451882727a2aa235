import type { CandidateRide, MatchDecision, MatchReason, UnknownEntity } from './match-types.js';
import {
  compareNames,
  type Comparison,
  MATCHING_RANK_LIMIT,
  type PreparedName,
  prepareName,
} from './name-comparison.js';

export interface PreparedCandidate extends CandidateRide {
  prepared: PreparedName;
}

type Obstacle = Extract<MatchReason, 'HAS_OTHER_UUID' | 'OTHER_ENTITY_TYPE' | 'DISTINGUISHING_WORD' | 'TOO_DISTANT'>;

/** One of an entity's names against one of a ride's. */
export interface NamePair extends Comparison {
  rideId: number;
  archiveName: string;
  matchedName: string;
  /** Null where the two may match. */
  obstacle: Obstacle | null;
}

/** What an entity could be, seen by itself. */
export interface MatchEvaluation {
  entity: UnknownEntity;
  /** The closest pair of any kind; null where there was nothing to compare. */
  nearest: NamePair | null;
  /** The rides it may be: none, the best one, or several equally good ones; one pair for each ride. */
  best: NamePair[];
}

/** Among equally close names one that may match comes first, then the most telling obstacle. */
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

/** A total order, so that the order of the input never decides. */
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

/** A show and an attraction of one name are two things. An unknown type says nothing. */
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
 * Every pair that is near, and the pairs that were the closest when they were met, the closest of all among them. The
 * rest, nearly all of a large park, are never built: that is nine tenths of the time.
 */
function* pairsWorthSeeing(entity: UnknownEntity, candidates: readonly PreparedCandidate[]): Generator<NamePair> {
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
 * The equally best of an entity's near pairs, one for each ride. None where a ride of another UUID fits better: that is
 * the one this entity is called after, and the second best is not it.
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
  for (const pair of pairsWorthSeeing(entity, candidates)) {
    if (nearest === null || comparePairs(pair, nearest) < 0) nearest = pair;
    if (pair.rank < MATCHING_RANK_LIMIT) nearPairs.push(pair);
  }
  const best = bestOf(nearPairs);
  if (best.length > 0) return { entity, nearest, best };
  // What stands in the way matters more to a reviewer than a closer name that only its type or numbers rule out.
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
