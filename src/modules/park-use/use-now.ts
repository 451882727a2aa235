import { HOUR_MS } from '../../common/time/durations.js';
import { operatingNeeded, standingPostersNeeded } from './observed-use.js';
import type { PublishedInterval } from './published-interval.js';
import { runningNeeded, RUNS_OUTSIDE_MS } from './published-use.js';

/** A park's attractions by their newest live states, but for those in refurbishment. */
export interface NewestStates {
  attractions: number;
  operating: number;
  /** Operating with a posted wait above 0. */
  posting: number;
  /** When the newest of the states was last seen; null: none ever was. */
  newestMs: number | null;
}

export interface ParkNow {
  /** Of the park's local date of now, and of those around it. */
  published: readonly PublishedInterval[];
  localDate: string;
  states: NewestStates;
}

/** How old a state may be to contradict the published hours. */
const CONTRADICTS_WITHIN_MS = 2 * HOUR_MS;

/** Whether a published interval of any type holds now. */
export const isPublishedNow = ({ published }: ParkNow, nowMs: number): boolean =>
  published.some(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs);

/**
 * By what is published; and where nothing is published of the local date of now, by a share of the attractions as they were
 * last seen, however long ago, unless published hours have ended since.
 * @param movingWaits how many of the attractions that post a wait have changed it in the last two hours
 */
export function isInUseNow(park: ParkNow, nowMs: number, movingWaits: number): boolean {
  if (isPublishedNow(park, nowMs)) return true;
  if (mayRunOutside(park, nowMs)) return movingWaits >= runningNeeded(park.states.attractions);
  if (park.published.some(({ localDate }) => localDate === park.localDate)) return false;
  const { newestMs } = park.states;
  return newestMs !== null && newestMs >= lastClosingMs(park, nowMs) && isUseByStates(park.states);
}

/** Whether a share of the attractions operates with a posted wait, or more than half of them at all. */
export function isUseByStates({ attractions, operating, posting }: Omit<NewestStates, 'newestMs'>): boolean {
  if (attractions === 0) return false;
  return posting >= standingPostersNeeded(attractions) || operating >= operatingNeeded(attractions);
}

/**
 * Whether so many attractions were seen with posted waits, an hour or more after closing time, that the park may run outside
 * its published hours: then it matters whether these waits move.
 */
export function mayRunOutside(park: ParkNow, nowMs: number): boolean {
  const { attractions, posting, newestMs } = park.states;
  return (
    newestMs !== null &&
    newestMs > nowMs - CONTRADICTS_WITHIN_MS &&
    posting >= runningNeeded(attractions) &&
    !isPublishedNow(park, nowMs) &&
    park.published.some(({ localDate }) => localDate === park.localDate) &&
    newestMs - lastClosingMs(park, nowMs) >= RUNS_OUTSIDE_MS
  );
}

const lastClosingMs = ({ published }: ParkNow, nowMs: number): number =>
  Math.max(-Infinity, ...published.filter(({ endMs }) => endMs <= nowMs).map(({ endMs }) => endMs));
