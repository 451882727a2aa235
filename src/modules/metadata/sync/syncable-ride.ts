import type { Position } from '../metadata.js';

/** A ride that counts as itself, with what its metadata is asked for by. */
export interface SyncableRide {
  rideId: number;
  name: string;
  parkId: number;
  parkName: string;
  /** Null: nobody knows where the park is. */
  parkPosition: Position | null;
  destinationId: number;
  destinationName: string;
  destinationUuid: string;
  /** Its own UUID first, then those of the rides linked to it, the newest link first. */
  themeparksWikiIds: readonly string[];
  /** When its document was last read; null: never. */
  lastSyncedAt: Date | null;
}

export interface SyncScope {
  parkId: number | null;
  rideId: number | null;
}

/**
 * The UUID under which the source knows a ride now. After a re-keying only the newer one is listed; where both are,
 * or none is, the ride's own speaks for it.
 */
export function listedIdOf(
  { themeparksWikiIds }: SyncableRide,
  listed: ReadonlyMap<string, unknown> | undefined,
): string {
  return themeparksWikiIds.find((id) => listed?.has(id)) ?? themeparksWikiIds[0]!;
}

/** Those whose turn it is, the longest without news first, by the order of the repository. */
export function dueRides(rides: readonly SyncableRide[], syncedBefore: Date | null): SyncableRide[] {
  if (syncedBefore === null) return [...rides];
  return rides.filter(({ lastSyncedAt }) => lastSyncedAt === null || lastSyncedAt < syncedBefore);
}
