import type { Position } from '../metadata.js';

/** A ride that is not linked to another one, with the ids under which its metadata is requested. */
export interface SyncableRide {
  rideId: number;
  name: string;
  parkId: number;
  parkName: string;
  /** Null: unknown. */
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
 * The UUID under which the source lists a ride now. After an id change only the newer UUID is listed. If both or neither
 * are listed, the ride's own UUID is used.
 */
export function listedIdOf(
  { themeparksWikiIds }: SyncableRide,
  listed: ReadonlyMap<string, unknown> | undefined,
): string {
  return themeparksWikiIds.find((id) => listed?.has(id)) ?? themeparksWikiIds[0]!;
}

/** Rides last synchronised before the given time, in the given order; null: all rides. */
export function dueRides(rides: readonly SyncableRide[], syncedBefore: Date | null): SyncableRide[] {
  if (syncedBefore === null) return [...rides];
  return rides.filter(({ lastSyncedAt }) => lastSyncedAt === null || lastSyncedAt < syncedBefore);
}
