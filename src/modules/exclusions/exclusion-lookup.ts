import type { ExclusionInForce } from './exclusion.js';

/** Finds the exclusion that covers an observation of a ride, among those in force. */
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

  /** The exclusion of the whole park at an instant; scope `ALL` takes precedence over `WAIT`. */
  ofPark(parkId: number, atMs: number): ExclusionInForce | null {
    return strongest(this.ofParks.get(parkId) ?? [], atMs);
  }

  /** The exclusion of an observation at an instant, by any of the rides and parks that it belongs to. */
  find(parkIds: readonly number[], rideIds: readonly number[], atMs: number): ExclusionInForce | null {
    const candidates = [
      ...parkIds.flatMap((parkId) => this.ofParks.get(parkId) ?? []),
      ...rideIds.flatMap((rideId) => this.ofRides.get(rideId) ?? []),
    ];
    return strongest(candidates, atMs);
  }
}

function strongest(candidates: readonly ExclusionInForce[], atMs: number): ExclusionInForce | null {
  const inForce = candidates.filter(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs));
  return inForce.find(({ scope }) => scope === 'ALL') ?? inForce[0] ?? null;
}

/** SQL: start of the first exclusion with scope `ALL` that covers an observation; null: the observation counts. */
const excludedSinceSql = (target: string, observedAt: string): string =>
  `(SELECT MIN(x.from_at) FROM data_exclusions x
     WHERE ${target} AND x.scope = 'ALL' AND x.revoked_at IS NULL AND x.from_at <= ${observedAt}
       AND (x.to_at IS NULL OR x.to_at > ${observedAt}))`;

/**
 * SQL: when a ride was last observed by data that counts. While its data is excluded, that is the start of the exclusion.
 * @param rides SQL aliases of rows of `rides`: the observed ride and, if it is linked, the ride that it counts as
 * @param observedAt SQL expression for its last observation
 */
export function countedAtSql(rides: readonly string[], observedAt: string): string {
  const since = rides.flatMap((ride) => [
    excludedSinceSql(`x.ride_id = ${ride}.ride_id`, observedAt),
    excludedSinceSql(`x.park_id = ${ride}.park_id AND x.ride_id IS NULL`, observedAt),
  ]);
  return `LEAST(${[observedAt, ...since.map((sql) => `COALESCE(${sql}, ${observedAt})`)].join(', ')})`;
}
