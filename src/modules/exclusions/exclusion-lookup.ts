import type { ExclusionInForce } from './exclusion.js';

/** Finds the exclusion under which an observation of a ride falls, among those that hold. */
export class ExclusionLookup {
  private readonly ofParks = new Map<number, ExclusionInForce[]>();
  private readonly ofRides = new Map<number, ExclusionInForce[]>();

  constructor(exclusions: readonly ExclusionInForce[]) {
    for (const exclusion of exclusions) {
      const { parkId, rideId } = exclusion;
      const [map, id] = rideId === null ? [this.ofParks, parkId] : [this.ofRides, rideId];
      const known = map.get(id);
      if (known === undefined) map.set(id, [exclusion]);
      else known.push(exclusion);
    }
  }

  /** Of the whole park, at an instant; one that excludes everything comes before one of waits. */
  ofPark(parkId: number, atMs: number): ExclusionInForce | null {
    return strongest(this.ofParks.get(parkId) ?? [], atMs);
  }

  /** Of an observation that was made under one of the rides, in one of the parks. */
  find(parkIds: readonly number[], rideIds: readonly number[], atMs: number): ExclusionInForce | null {
    const candidates = [
      ...parkIds.flatMap((parkId) => this.ofParks.get(parkId) ?? []),
      ...rideIds.flatMap((rideId) => this.ofRides.get(rideId) ?? []),
    ];
    return strongest(candidates, atMs);
  }
}

function strongest(candidates: readonly ExclusionInForce[], atMs: number): ExclusionInForce | null {
  const holding = candidates.filter(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs));
  return holding.find(({ scope }) => scope === 'ALL') ?? holding[0] ?? null;
}

/** SQL for how new the data of a ride is that counts. */

/** When the first of the exclusions of everything began under which an observation falls; null: it counts. */
const excludedSinceSql = (of: string, observedAt: string): string =>
  `(SELECT MIN(x.from_at) FROM data_exclusions x
     WHERE ${of} AND x.scope = 'ALL' AND x.revoked_at IS NULL AND x.from_at <= ${observedAt}
       AND (x.to_at IS NULL OR x.to_at > ${observedAt}))`;

/**
 * While the data of a ride or park does not count, it was last observed when that began.
 * @param rides aliases of rows of `rides`: the ride that was observed, and the one that it counts as, where it is linked
 * @param observedAt an expression for when it was last seen
 */
export function countedAtSql(rides: readonly string[], observedAt: string): string {
  const since = rides.flatMap((ride) => [
    excludedSinceSql(`x.ride_id = ${ride}.ride_id`, observedAt),
    excludedSinceSql(`x.park_id = ${ride}.park_id AND x.ride_id IS NULL`, observedAt),
  ]);
  return `LEAST(${[observedAt, ...since.map((sql) => `COALESCE(${sql}, ${observedAt})`)].join(', ')})`;
}
