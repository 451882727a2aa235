import type { ExcludedInterval, ExclusionInterval, ExclusionScope } from './exclusion.js';

/** A ride's move from one park to another. `DECISION`: a person decided that both ids are the same park. */
export interface RideMove {
  rideId: number;
  fromParkId: number;
  toParkId: number;
  cause: 'CATALOGUE' | 'DECISION';
  movedAtMs: number;
}

/** An interval in which a ride was in one park, which may have several ids. */
export interface ParkStay {
  rideId: number;
  parkIds: ReadonlySet<number>;
  fromMs: number;
  toMs: number;
}

export interface ParkExclusion extends ExclusionInterval {
  parkId: number;
  scope: ExclusionScope;
}

/** @param moves of one ride, oldest first; at least one */
export function staysOf(moves: readonly RideMove[]): ParkStay[] {
  const { rideId, fromParkId } = moves[0]!;
  const stays: ParkStay[] = [];
  let fromMs = -Infinity;
  let parkIds = new Set([fromParkId]);
  for (const { toParkId, cause, movedAtMs } of moves) {
    if (cause === 'DECISION') parkIds.add(toParkId);
    else {
      stays.push({ rideId, parkIds, fromMs, toMs: movedAtMs });
      [parkIds, fromMs] = [new Set([toParkId]), movedAtMs];
    }
  }
  return [...stays, { rideId, parkIds, fromMs, toMs: Infinity }];
}

/** The intervals of a ride that exclusions of whole parks cover: only the time in which the ride was in the park. */
export function excludedWithin(stays: readonly ParkStay[], exclusions: readonly ParkExclusion[]): ExcludedInterval[] {
  return stays.flatMap((stay) =>
    exclusions
      .filter(({ parkId }) => stay.parkIds.has(parkId))
      .map(({ fromMs, toMs, scope }) => {
        const endMs = Math.min(toMs ?? Infinity, stay.toMs);
        return {
          ...{ rideId: stay.rideId, fromMs: Math.max(fromMs, stay.fromMs), scope },
          toMs: endMs === Infinity ? null : endMs,
        };
      })
      .filter(({ fromMs, toMs }) => toMs === null || toMs > fromMs),
  );
}
