import { MINUTE_MS } from '../../../common/time/durations.js';

/** So many rides with the same thing at the same time are one event of their park. */
export const MIN_RIDES_TOGETHER = 5;

/** And so large a share of the attractions that were running. */
export const MIN_SHARE_TOGETHER = 0.2;

/** What happens within it happens at once: one poll, or the events of one moment in the archive. */
export const AT_ONCE_MS = 2 * MINUTE_MS;

/**
 * What happens together, in the order of time: each cluster holds everything within `withinMs` of its first member, so
 * that its beginning stays when members are added at its end.
 */
export function clustersOf<Item>(
  items: readonly Item[],
  instantOf: (item: Item) => number,
  withinMs: number,
): { startMs: number; members: Item[] }[] {
  const clusters: { startMs: number; members: Item[] }[] = [];
  for (const item of [...items].sort((a, b) => instantOf(a) - instantOf(b))) {
    const open = clusters.at(-1);
    if (open !== undefined && instantOf(item) - open.startMs <= withinMs) open.members.push(item);
    else clusters.push({ startMs: instantOf(item), members: [item] });
  }
  return clusters;
}
