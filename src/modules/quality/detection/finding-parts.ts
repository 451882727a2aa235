import { timeZoneOf } from '../../../common/time/zones/time-zones.js';

export interface ParkNames {
  parkId: number;
  name: string;
  /** Null: not known yet. */
  timezone: string | null;
  rides: ReadonlyMap<number, string>;
}

/** An instant in UTC and, if the time zone is known, in the park's local time. */
export function instantText(instantMs: number, timezone: string | null): string {
  const utc = `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (timezone === null) return utc;
  const local = new Date(instantMs + timeZoneOf(timezone).offsetMs(instantMs)).toISOString();
  return `${utc} (${local.slice(0, 10)} ${local.slice(11, 16)} local time)`;
}

/** Stored as the sample of a finding about many rides. */
export interface RideList {
  rides: number;
  rideIds: number[];
  rideNames: string[];
}

export function rideList({ rides }: ParkNames, rideIds: readonly number[]): RideList {
  const rideNames = rideIds.map((id) => rides.get(id) ?? `ride ${id}`);
  return { rides: rideIds.length, rideIds: [...rideIds], rideNames };
}

export const entityOf = ({ parkId }: ParkNames, rideId: number | null): (string | number)[] =>
  rideId === null ? ['PARK', parkId] : ['RIDE', rideId];

export const nameOf = (park: ParkNames, rideId: number | null): string =>
  rideId === null ? park.name : (park.rides.get(rideId) ?? `ride ${rideId}`);

/** The entity and window of a finding; without a ride, the finding is about the park. */
export function placeOf({ parkId }: ParkNames, rideId: number | null, startMs: number | null, endMs: number | null) {
  return {
    entityType: rideId === null ? ('PARK' as const) : ('RIDE' as const),
    entityId: rideId ?? parkId,
    parkId,
    importId: null,
    windowStart: startMs === null ? null : new Date(startMs),
    windowEnd: endMs === null ? null : new Date(endMs),
  };
}

/** The common part of the finding about one ride and that about many rides of a park. */
export const WAIT_TEXT = {
  WAIT_OUT_OF_RANGE: 'unusually long waits',
  IMPLAUSIBLE_WAIT: 'waits of exactly 300 minutes between two CLOSED states, a default value of the feed',
  IMPOSSIBLE_JUMP: 'waits that rise implausibly from one observation to the next',
} as const;
