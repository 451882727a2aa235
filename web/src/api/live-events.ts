import type { QueryKey } from '@tanstack/react-query';
import { liveEvents, useEvents } from './events.js';

/** Fetches queries again when new live data of one of the parks has arrived; null: of any park. */
export function useLiveEvents(parkId: number | null, queries: readonly QueryKey[]): void {
  useEvents(liveEvents, { live: (data) => (isAbout(data, parkId) ? queries : []) });
}

/** An event without an id concerns all parks. */
function isAbout(data: unknown, parkId: number | null): boolean {
  const changed = ((data ?? {}) as { parkId?: number }).parkId;
  return parkId === null || changed === undefined || changed === parkId;
}
