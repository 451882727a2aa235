import { DAY_MS } from '../../../common/time/durations.js';

/** What tells whether a ride has come, gone or stayed. */
export interface ParkMember {
  rideId: number;
  /** Its own UUID or one linked to it is in the catalogue's list. */
  isListed: boolean;
  /** It was active until now. */
  isActive: boolean;
  /** Linked, decided on, or part of an earlier proposal: it is not proposed again. */
  isSettled: boolean;
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
/** Rides that vanished earlier, or appeared earlier, have nothing to do with it. */
const RECENT_MS = 30 * DAY_MS;
/** A feed may show both ids for a moment. */
const OVERLAP_MS = 2 * DAY_MS;

/**
 * Whether the rides of a park seem to go on under other UUIDs: at least half of those that were there have vanished, and
 * at least half as many have appeared since. Which is which is not decided here.
 */
export function findRenumbered(members: readonly ParkMember[], nowMs: number): Renumbered | null {
  const newcomers = members.filter(
    ({ isListed, firstSeenMs }) => isListed && firstSeenMs !== null && firstSeenMs >= nowMs - RECENT_MS,
  );
  const free = newcomers.filter(({ isSettled }) => !isSettled);
  const beganMs = Math.min(...free.map(({ firstSeenMs }) => firstSeenMs!));
  const vanished = members.filter(
    ({ isListed, isSettled, isActive, lastSeenMs }) =>
      !isListed && !isSettled && (isActive || (lastSeenMs !== null && lastSeenMs >= beganMs - RECENT_MS)),
  );
  // what is there as long as the vanished ones were has not come in their place
  const endedMs = Math.min(...vanished.map(({ lastSeenMs }) => lastSeenMs ?? -Infinity));
  const appeared = free.filter(({ firstSeenMs }) => firstSeenMs! >= endedMs - OVERLAP_MS);
  const stayed = members.filter((member) => member.isListed && !newcomers.includes(member));
  const isPark =
    vanished.length >= MIN_RIDES &&
    vanished.length >= (vanished.length + stayed.length) * MIN_SHARE &&
    appeared.length >= vanished.length * MIN_SHARE;
  return isPark ? { formerIds: idsOf(vanished), currentIds: idsOf(appeared) } : null;
}

const idsOf = (members: readonly ParkMember[]): number[] => members.map(({ rideId }) => rideId);
