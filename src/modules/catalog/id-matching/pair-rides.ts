import { distanceMeters } from '../../../common/geo.js';
import { compareNames, MATCHING_RANK_LIMIT, type PreparedName, prepareName } from './name-comparison.js';
import type { PairableRide, PairedRides, PairEvidence, PairReason, PairStrength, RidePair } from './ride-pair.js';

type Ordered = PairableRide & { listOrder: number };

/**
 * Pairs the remaining rides by the order of the catalogue's list: if two known pairs enclose equally many rides of the same
 * types on both sides, these are paired in order. The known pairs must be in the same order on both sides; without known
 * pairs, the whole lists must correspond.
 */
function pairsByOrder(
  former: readonly PairableRide[],
  current: readonly PairableRide[],
  known: readonly RidePair[],
): [former: PairableRide, current: PairableRide][] {
  const anchors = anchorsOf(known);
  if (anchors === null) return [];
  const bounds = [...anchors, { former: Infinity, current: Infinity }];
  const starts = [{ former: -Infinity, current: -Infinity }, ...anchors];
  return bounds.flatMap((end, index) => {
    const start = starts[index]!;
    const before = between(former, start.former, end.former);
    const after = between(current, start.current, end.current);
    const isAlike =
      before.length === after.length && before.every(({ entityType }, at) => entityType === after[at]!.entityType);
    return isAlike ? before.map((ride, at): [PairableRide, PairableRide] => [ride, after[at]!]) : [];
  });
}

/** Null: the lists are in different orders. */
function anchorsOf(known: readonly RidePair[]): { former: number; current: number }[] | null {
  const anchors = known
    .flatMap(({ former, current }) => {
      const isListed = former.listOrder !== null && current.listOrder !== null;
      return isListed ? [{ former: former.listOrder!, current: current.listOrder! }] : [];
    })
    .sort((one, other) => one.former - other.former);
  const isInOrder = anchors.every(({ current }, index) => index === 0 || current > anchors[index - 1]!.current);
  return isInOrder ? anchors : null;
}

const between = (rides: readonly PairableRide[], from: number, to: number): Ordered[] =>
  rides
    .filter((ride): ride is Ordered => ride.listOrder !== null && ride.listOrder > from && ride.listOrder < to)
    .sort((one, other) => one.listOrder - other.listOrder);

/** Rides of one park that are farther apart are never the same ride, whatever their names. */
const MAX_NAMESAKE_METERS = 300;
/** The precision of park maps; different attractions are farther apart. */
const SAME_PLACE_METERS = 30;
const MAX_PLACE_METERS = 100;
/** The second nearest ride must be more than twice as far away as the nearest, by at least this many metres. */
const CLEARLY_NEARER_METERS = 10;
/** The operator's own ids are trusted if at least this share of them is unchanged. */
const MIN_SHARE_OF_EXTERNAL_IDS = 0.5;

interface Candidate {
  former: PairableRide;
  current: PairableRide;
  evidence: PairEvidence;
}

/** Null: no pair by this criterion. */
type Rule = { reason: PairReason; strengthOf: (candidate: Candidate) => PairStrength | null };

/**
 * Pairs the former rides of a park with its current ones after their ids changed: by name, by the operator's ids, by
 * position, and finally by the order of the list. Each ride is in at most one pair, and only if no other ride fits equally
 * well. The result does not depend on the order of the input.
 */
export function pairRides(former: readonly PairableRide[], current: readonly PairableRide[]): PairedRides {
  let open = candidatesOf(byId(former), byId(current));
  const pairs: RidePair[] = [];
  for (const { reason, strengthOf } of rulesFor(open, former)) {
    const strengths = new Map(open.map((candidate) => [candidate, strengthOf(candidate)]));
    const fitting = open.filter((candidate) => strengths.get(candidate) !== null);
    const chosen = reason === 'SAME_PLACE' ? clearlyNearest(fitting) : uniqueOnes(fitting);
    pairs.push(...chosen.map((candidate) => ({ ...candidate, reason, strength: strengths.get(candidate)! })));
    open = withoutPaired(open, pairs);
  }
  const left = pairsByOrder(leftOf(former, pairs, 'former'), leftOf(current, pairs, 'current'), pairs);
  pairs.push(
    ...left.map(([one, other]) => {
      const evidence = inputOf(one, other, namesOf([one, other]));
      return { former: one, current: other, reason: 'LIST_ORDER' as const, strength: 'WEAK' as const, evidence };
    }),
  );
  return {
    pairs: pairs.sort((one, other) => one.former.rideId - other.former.rideId),
    openFormer: leftOf(former, pairs, 'former'),
    openCurrent: leftOf(current, pairs, 'current'),
  };
}

function rulesFor(candidates: readonly Candidate[], former: readonly PairableRide[]): Rule[] {
  const sameExternalIds = uniqueOnes(candidates.filter(({ evidence }) => evidence.isSameExternalId)).length;
  const areIdsKept = sameExternalIds >= Math.max(2, former.length * MIN_SHARE_OF_EXTERNAL_IDS);
  const isNear = ({ evidence: { distanceMeters: metres } }: Candidate, limit: number) =>
    metres !== null && metres <= limit;
  const isPossible = (candidate: Candidate) =>
    candidate.evidence.distanceMeters === null || isNear(candidate, MAX_NAMESAKE_METERS);
  return [
    {
      reason: 'EQUAL_NAME',
      strengthOf: (candidate) =>
        candidate.evidence.nameLikeness === 'EQUAL' && isPossible(candidate) ? 'STRONG' : null,
    },
    {
      reason: 'EXTERNAL_ID',
      strengthOf: (candidate) =>
        areIdsKept && candidate.evidence.isSameExternalId && isPossible(candidate) ? 'STRONG' : null,
    },
    {
      reason: 'SIMILAR_NAME',
      strengthOf: (candidate) => {
        if (candidate.evidence.nameLikeness !== 'SIMILAR' || !isPossible(candidate)) return null;
        return isNear(candidate, MAX_PLACE_METERS) ? 'STRONG' : 'WEAK';
      },
    },
    {
      reason: 'SAME_PLACE',
      strengthOf: (candidate) => {
        if (isNear(candidate, SAME_PLACE_METERS)) return 'STRONG';
        return isNear(candidate, MAX_PLACE_METERS) ? 'WEAK' : null;
      },
    },
  ];
}

function candidatesOf(former: readonly PairableRide[], current: readonly PairableRide[]): Candidate[] {
  const names = namesOf([...former, ...current]);
  return former.flatMap((one) =>
    current
      .filter((other) => areTypesCompatible(one, other))
      .map((other) => ({ former: one, current: other, evidence: inputOf(one, other, names) })),
  );
}

const areTypesCompatible = (one: PairableRide, other: PairableRide): boolean =>
  one.entityType === null || other.entityType === null || one.entityType === other.entityType;

function inputOf(
  former: PairableRide,
  current: PairableRide,
  names: ReadonlyMap<PairableRide, readonly PreparedName[]>,
): PairEvidence {
  const metres =
    former.position === null || current.position === null ? null : distanceMeters(former.position, current.position);
  const isShow = former.entityType === 'SHOW' || current.entityType === 'SHOW';
  const ranks = names
    .get(former)!
    .flatMap((one) => names.get(current)!.map((other) => compareNames(one, other, !isShow).rank));
  const best = Math.min(...ranks);
  return {
    distanceMeters: metres === null ? null : Math.round(metres * 10) / 10,
    nameLikeness: best === 0 ? 'EQUAL' : best < MATCHING_RANK_LIMIT ? 'SIMILAR' : 'DIFFERENT',
    isSameExternalId: former.externalId !== null && former.externalId === current.externalId,
  };
}

const namesOf = (rides: readonly PairableRide[]): Map<PairableRide, readonly PreparedName[]> =>
  new Map(rides.map((ride) => [ride, ride.names.map(prepareName)]));

/** Candidates whose rides are in no other candidate. */
function uniqueOnes(candidates: readonly Candidate[]): Candidate[] {
  const count = (side: 'former' | 'current') => {
    const counts = new Map<number, number>();
    for (const candidate of candidates) {
      const { rideId } = candidate[side];
      counts.set(rideId, (counts.get(rideId) ?? 0) + 1);
    }
    return counts;
  };
  const [ofFormer, ofCurrent] = [count('former'), count('current')];
  return candidates.filter(
    ({ former, current }) => ofFormer.get(former.rideId) === 1 && ofCurrent.get(current.rideId) === 1,
  );
}

/** Candidates whose rides are each other's nearest, while no other ride is about as near. */
function clearlyNearest(candidates: readonly Candidate[]): Candidate[] {
  const metresOf = ({ evidence }: Candidate): number => evidence.distanceMeters!;
  const isNearest = (candidate: Candidate, side: 'former' | 'current') =>
    candidates.every(
      (other) =>
        other === candidate ||
        other[side].rideId !== candidate[side].rideId ||
        metresOf(other) >= metresOf(candidate) * 2 + CLEARLY_NEARER_METERS,
    );
  return candidates.filter((candidate) => isNearest(candidate, 'former') && isNearest(candidate, 'current'));
}

function withoutPaired(candidates: readonly Candidate[], pairs: readonly RidePair[]): Candidate[] {
  const former = new Set(pairs.map((pair) => pair.former.rideId));
  const current = new Set(pairs.map((pair) => pair.current.rideId));
  return candidates.filter((one) => !former.has(one.former.rideId) && !current.has(one.current.rideId));
}

function leftOf(
  rides: readonly PairableRide[],
  pairs: readonly RidePair[],
  side: 'former' | 'current',
): PairableRide[] {
  const paired = new Set(pairs.map((pair) => pair[side].rideId));
  return byId(rides.filter(({ rideId }) => !paired.has(rideId)));
}

const byId = (rides: readonly PairableRide[]): PairableRide[] =>
  [...rides].sort((one, other) => one.rideId - other.rideId);
