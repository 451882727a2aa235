import type { PairableRide, RidePair } from './ride-pair.js';

type Ordered = PairableRide & { listOrder: number };

/**
 * Pairs what is left by the order of the catalogue's list: between two known pairs as many rides of the same types on
 * either side, one after the other. Only where the known pairs themselves are in the same order on both sides; without any
 * known pair the two lists as a whole have to be alike.
 */
export function pairsByOrder(
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
