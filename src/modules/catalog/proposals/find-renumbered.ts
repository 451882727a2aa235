import { DAY_MS } from '../../../common/time/calendar.js';

/** What tells whether a ride has come, gone or stayed. */
export interface ParkMember {
  rideId: number;
  /** Its own UUID or one linked to it is in the catalogue's list. */
  isListed: boolean;
  /** The list before this one had it. */
  wasListed: boolean;
  /** Linked, decided on, or part of an earlier proposal: it is not proposed again. */
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

/** Fewer rides that change at once are a matter of their own, not of the park. */
const MIN_RIDES = 3;
const MIN_SHARE = 0.5;
/** Ids change in one night; feeds and lists may take some days to follow. */
const AT_ONCE_MS = 7 * DAY_MS;
/** What appears later has not come in the place of what vanished: a season, or an import, may lie in between. */
const MAX_PAUSE_MS = 30 * DAY_MS;
/** A feed may show both ids for a moment. */
const OVERLAP_MS = 2 * DAY_MS;

/**
 * Whether the rides of a park seem to go on under other UUIDs: at least half of those that were there have vanished at
 * about the same time, and at least half as many have appeared since. Which is which is not decided here. It may have
 * happened years ago, in what an archive tells.
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

/** The most that were last seen within some days of each other, oldest first; of several such groups the newest. */
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
