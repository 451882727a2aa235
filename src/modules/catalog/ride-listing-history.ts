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
