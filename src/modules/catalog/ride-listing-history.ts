/** A ride left the catalogue or came back. */
export interface ListingChange {
  changedMs: number;
  isListed: boolean;
}

/**
 * Whether the catalogue listed a ride at an instant. Before its first change, a ride had the opposite state; without
 * changes, it has always had the current one.
 * @param changes oldest first
 */
export function isListedAt(changes: readonly ListingChange[], isListedNow: boolean, atMs: number): boolean {
  const last = changes.findLast(({ changedMs }) => changedMs <= atMs);
  if (last !== undefined) return last.isListed;
  return changes.length === 0 ? isListedNow : !changes[0]!.isListed;
}

/** The recorded listing history of a ride. */
export interface ListingHistory {
  /** Oldest first. */
  changes: readonly ListingChange[];
  isListedNow: boolean;
  /** When the ride was first reported; null: not recorded. */
  firstSeenMs: number | null;
}

/**
 * Whether the catalogue listed any ride of a canonical group at an instant. After a renumbering, the new UUID replaces the
 * old one, even before the two were linked, but not before it was first reported.
 */
export function isAnyListedAt(members: readonly ListingHistory[], atMs: number): boolean {
  return members.some(
    ({ changes, isListedNow, firstSeenMs }) =>
      (members.length === 1 || firstSeenMs === null || firstSeenMs <= atMs) && isListedAt(changes, isListedNow, atMs),
  );
}
