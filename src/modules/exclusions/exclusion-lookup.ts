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
