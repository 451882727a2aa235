import { timeZoneOf } from '../../../common/time/zones/time-zones.js';

export interface ParkNames {
  parkId: number;
  name: string;
  /** Null: not known yet. */
  timezone: string | null;
  rides: ReadonlyMap<number, string>;
}

/** An instant for a reader: in UTC, and by the clock of the park. */
export function instantText(instantMs: number, timezone: string | null): string {
  const utc = `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (timezone === null) return utc;
  const local = new Date(instantMs + timeZoneOf(timezone).offsetMs(instantMs)).toISOString();
  return `${utc} (${local.slice(0, 10)} ${local.slice(11, 16)} local time)`;
}

/** Kept beside a finding of many rides. */
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

/** Where and when of a finding; without a ride it is of the park. */
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
