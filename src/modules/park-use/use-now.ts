import { HOUR_MS } from '../../common/time/calendar.js';
import { merged, overlapMs, type TimeInterval } from '../../common/time/time-intervals.js';
import type { DayUse } from './day-use.js';
import { isEvent, type PublishedInterval } from './published-interval.js';
import { FEWEST_RUNNING, operatingNeeded, RUNS_OUTSIDE_MS, unchangedPostersNeeded } from './use-thresholds.js';

/** Counts of a park's attractions by their newest live states, without those in refurbishment. */
export interface NewestStates {
  attractions: number;
  operating: number;
  /** Operating with a posted wait above 0. */
  posting: number;
  /** When the newest state was last confirmed; null if there is none. */
  newestMs: number | null;
}

export interface ParkNow {
  /** Intervals of the park's current local date and the dates around it. */
  published: readonly PublishedInterval[];
  localDate: string;
  states: NewestStates;
}

export const NOW_BASES = ['PUBLISHED', 'OBSERVED', 'UNKNOWN'] as const;
export const CONTRADICTIONS = ['CLOSED_THOUGH_PUBLISHED', 'RUNS_OUTSIDE_HOURS'] as const;

/** Whether a park is in use now. */
export interface UseNow {
  /** Decided by the newest known data, however old. */
  isInUse: boolean;
  basis: (typeof NOW_BASES)[number];
  /** How the observations contradict the published hours; null if they do not. */
  contradiction: (typeof CONTRADICTIONS)[number] | null;
  /** The published hours that contain now; null if there are none. */
  hours: TimeInterval | null;
  /** The next published hours; null if none are known. */
  next: TimeInterval | null;
  /** A published event that is in progress. */
  event: PublishedInterval | null;
}

/** Maximum age of a state that can contradict the published hours. */
const CONTRADICTS_WITHIN_MS = 2 * HOUR_MS;

/** Whether a published interval of any type contains now. */
const isPublishedNow = ({ published }: ParkNow, nowMs: number): boolean =>
  published.some((interval) => containsInstant(interval, nowMs));

const isPublishedToday = ({ published, localDate }: ParkNow): boolean =>
  published.some((interval) => interval.localDate === localDate);

/** Whether hours are published for now or for the current local date. */
export const isPublished = (park: ParkNow, nowMs: number): boolean =>
  isPublishedNow(park, nowMs) || isPublishedToday(park);

/** The instant whose local day is examined: now, or that of the last observation if nothing is published. */
export const referenceMs = (park: ParkNow, nowMs: number): number =>
  isPublished(park, nowMs) ? nowMs : (park.states.newestMs ?? nowMs);

/**
 * Whether the observations of the day must be read: if the newest states may contradict the published hours, or if nothing is
 * published. For most parks the published hours suffice.
 */
export function needsDayUse(park: ParkNow, nowMs: number): boolean {
  const { operating, newestMs } = park.states;
  if (newestMs === null) return false;
  if (isPublishedNow(park, nowMs)) return mayBeClosed(park, nowMs, newestMs);
  if (isPublishedToday(park)) return mayRunOutside(park, nowMs);
  return operating > 0 && newestMs >= lastClosingMs(park, nowMs);
}

/**
 * Decides like the statistics: by the published hours unless observations contradict them. If nothing is published, by the
 * last observations of the park, however old, unless published hours have ended since.
 * @param dayUse the use of the day of {@link referenceMs}; null if not needed or unknown: then the newest states decide
 */
export function useNow(park: ParkNow, nowMs: number, dayUse: DayUse | null): UseNow {
  const { newestMs } = park.states;
  const published = merged(park.published, 0);
  const next = published.find(({ startMs }) => startMs > nowMs) ?? null;
  const closed = { isInUse: false, contradiction: null, hours: null, next, event: null };
  const observed = { ...closed, isInUse: true, basis: 'OBSERVED' } as const;
  if (isPublishedNow(park, nowMs)) {
    const isClosed = dayUse?.basis === 'CLOSED_THOUGH_PUBLISHED';
    if (isClosed && !dayUse.windows.some((window) => containsInstant(window, nowMs)))
      return { ...closed, basis: 'OBSERVED', contradiction: 'CLOSED_THOUGH_PUBLISHED' };
    const hours = published.find((window) => containsInstant(window, nowMs)) ?? null;
    const event = park.published.find((interval) => isEvent(interval) && containsInstant(interval, nowMs)) ?? null;
    return { ...closed, isInUse: true, basis: 'PUBLISHED', hours, event };
  }
  if (isPublishedToday(park)) {
    if (newestMs !== null && dayUse?.outside.some((window) => containsInstant(window, newestMs)))
      return { ...observed, contradiction: 'RUNS_OUTSIDE_HOURS' };
    if (newestMs !== null && dayUse?.unpublishedEvening.some((window) => containsInstant(window, newestMs)))
      return observed;
    return { ...closed, basis: 'PUBLISHED' };
  }
  if (newestMs === null) return { ...closed, basis: 'UNKNOWN' };
  const isObservedInUse =
    dayUse === null
      ? newestMs >= lastClosingMs(park, nowMs) && isUseByStates(park.states)
      : dayUse.basis === 'OBSERVED' && dayUse.windows.some((window) => containsInstant(window, newestMs));
  return isObservedInUse ? observed : { ...closed, basis: 'OBSERVED' };
}

/** Whether a share of the attractions operates with a posted wait, or more than half of them operate. */
export function isUseByStates({ attractions, operating, posting }: Omit<NewestStates, 'newestMs'>): boolean {
  if (attractions === 0) return false;
  return posting >= unchangedPostersNeeded(attractions) || operating >= operatingNeeded(attractions);
}

/** Whether no attraction operates, and half of the published time of the day had passed at the last observation. */
function mayBeClosed({ published, localDate, states }: ParkNow, nowMs: number, newestMs: number): boolean {
  if (states.operating > 0 || newestMs <= nowMs - CONTRADICTS_WITHIN_MS) return false;
  const own = merged(
    published.filter((interval) => interval.localDate === localDate),
    0,
  );
  const lengthMs = own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const startMs = own[0]?.startMs ?? newestMs;
  return lengthMs > 0 && startMs < newestMs && 2 * overlapMs({ startMs, endMs: newestMs }, own) >= lengthMs;
}

/** Whether attractions posted waits an hour or more after closing time, so that their changes must be examined. */
function mayRunOutside(park: ParkNow, nowMs: number): boolean {
  const { posting, newestMs } = park.states;
  return (
    newestMs !== null &&
    newestMs > nowMs - CONTRADICTS_WITHIN_MS &&
    posting >= FEWEST_RUNNING &&
    newestMs - lastClosingMs(park, nowMs) >= RUNS_OUTSIDE_MS
  );
}

const containsInstant = ({ startMs, endMs }: TimeInterval, atMs: number): boolean => startMs <= atMs && atMs < endMs;

const lastClosingMs = ({ published }: ParkNow, nowMs: number): number =>
  Math.max(-Infinity, ...published.filter(({ endMs }) => endMs <= nowMs).map(({ endMs }) => endMs));
