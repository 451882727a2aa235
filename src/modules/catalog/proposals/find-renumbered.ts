import { DAY_MS } from '../../../common/time/calendar.js';

/** The facts that show whether a ride has appeared, vanished or stayed. */
export interface ParkMember {
  rideId: number;
  /** The catalogue lists its own UUID or one linked to it. */
  isListed: boolean;
  /** The previous list contained it. */
  wasListed: boolean;
  /** It is linked, has a decision, or is part of an earlier proposal: it is not proposed again. */
  isFinal: boolean;
  firstSeenMs: number | null;
  lastSeenMs: number | null;
}

export interface Renumbered {
  /** Rides that have vanished. */
  formerIds: number[];
  /** Rides that have appeared since. */
  currentIds: number[];
}

/** Fewer simultaneous changes are changes of single rides, not of the park. */
const MIN_RIDES = 3;
const MIN_SHARE = 0.5;
/** Ids change in one night, but feeds and lists may need some days to follow. */
const AT_ONCE_MS = 7 * DAY_MS;
/** Rides that appear later do not replace the vanished ones: a season or an import may lie between. */
const MAX_PAUSE_MS = 30 * DAY_MS;
/** A feed may list both ids for a short time. */
const OVERLAP_MS = 2 * DAY_MS;

/**
 * Detects whether the rides of a park seem to continue under other UUIDs: at least half of them vanished at about the same
 * time, and at least half as many appeared since. It does not match the rides. The change may be years old, when an
 * archive is imported.
 */
export function findRenumbered(members: readonly ParkMember[], nowMs: number): Renumbered | null {
  const endOf = ({ lastSeenMs, wasListed }: ParkMember): number => (wasListed ? nowMs : (lastSeenMs ?? nowMs));
  const free = members.filter(({ isFinal }) => !isFinal);
  const removed = removedAtOnce(
    free.filter(({ isListed }) => !isListed),
    endOf,
  );
  if (removed.length < MIN_RIDES) return null;
  const startMs = endOf(removed[0]!) - OVERLAP_MS;
  const endMs = endOf(removed.at(-1)!) + MAX_PAUSE_MS;
  const appeared = free.filter(
    ({ isListed, firstSeenMs }) => isListed && firstSeenMs !== null && firstSeenMs >= startMs && firstSeenMs <= endMs,
  );
  const stayed = members.filter(
    ({ isListed, firstSeenMs }) => isListed && (firstSeenMs === null || firstSeenMs < startMs),
  );
  const isPark =
    removed.length >= (removed.length + stayed.length) * MIN_SHARE && appeared.length >= removed.length * MIN_SHARE;
  return isPark ? { formerIds: idsOf(removed), currentIds: idsOf(appeared) } : null;
}

/** The largest group of rides last observed within some days, oldest first; of equal groups, the newest. */
function removedAtOnce(members: readonly ParkMember[], endOf: (member: ParkMember) => number): ParkMember[] {
  const ordered = [...members].sort((one, other) => endOf(one) - endOf(other));
  let best: ParkMember[] = [];
  for (const [index, first] of ordered.entries()) {
    const group = ordered.slice(index).filter((member) => endOf(member) - endOf(first) <= AT_ONCE_MS);
    if (group.length >= best.length) best = group;
  }
  return best;
}

const idsOf = (members: readonly ParkMember[]): number[] =>
  members.map(({ rideId }) => rideId).sort((one, other) => one - other);
