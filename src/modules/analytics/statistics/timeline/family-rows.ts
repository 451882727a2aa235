import { ObservedRows } from './observed-rows.js';

/**
 * The observations of a ride and of those linked to it as one series, in order of time. Two of one instant are one: that of
 * the ride itself, or of the member named first, stays.
 */
export function mergeCanonicalGroup(members: readonly ObservedRows[]): ObservedRows {
  const present = members.filter(({ length }) => length > 0);
  if (present.length === 1 && present[0] === members[0]) return members[0]!;
  const merged = new ObservedRows();
  const heads = members.map(() => 0);
  for (;;) {
    let first = -1;
    for (const [member, rows] of members.entries()) {
      if (heads[member]! >= rows.length) continue;
      if (first < 0 || rows.atMs[heads[member]!]! < members[first]!.atMs[heads[first]!]!) first = member;
    }
    if (first < 0) return merged;
    const row = heads[first]!++;
    const atMs = members[first]!.atMs[row]!;
    if (merged.length === 0 || merged.atMs[merged.length - 1] !== atMs) merged.pushRow(members[first]!, row, first);
  }
}
