/** That a ride left the catalogue or came back. */
export interface ListingChange {
  changedMs: number;
  isListed: boolean;
}

/**
 * Whether the catalogue listed a ride at an instant. Before its first change a ride was the opposite of what that change made
 * of it; without changes it has always been what it is now.
 * @param changes oldest first
 */
export function isListedAt(changes: readonly ListingChange[], isListedNow: boolean, atMs: number): boolean {
  const last = changes.findLast(({ changedMs }) => changedMs <= atMs);
  if (last !== undefined) return last.isListed;
  return changes.length === 0 ? isListedNow : !changes[0]!.isListed;
}

/** What is recorded of whether the catalogue lists a ride. */
export interface ListingHistory {
  /** Oldest first. */
  changes: readonly ListingChange[];
  isListedNow: boolean;
  /** When the ride was first reported; null where that is not recorded. */
  firstSeenMs: number | null;
}

/**
 * Whether the catalogue listed any of the rides that count as one at an instant. After a renumbering the new UUID is listed in
 * place of the old one, also in the time before the two were linked; but not before it was first reported.
 */
export function isAnyListedAt(members: readonly ListingHistory[], atMs: number): boolean {
  return members.some(
    ({ changes, isListedNow, firstSeenMs }) =>
      (members.length === 1 || firstSeenMs === null || firstSeenMs <= atMs) && isListedAt(changes, isListedNow, atMs),
  );
}
