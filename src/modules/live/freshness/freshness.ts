import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { UseNow } from '../../park-use/use-now.js';

/** How old live data may be while a park is open. */
const STALE_AFTER_MINUTES = 30;
const NORMAL_AFTER_MINUTES = 15;

/** A destination and the newest instant at which one of its rides was observed live. */
export interface DestinationFreshness {
  destinationId: number;
  name: string;
  /** Null: never. */
  newestAt: Date | null;
}

/** Whether a park is in use at one instant. */
export interface ParkInUse {
  parkId: number;
  destinationId: number;
  name: string;
  timezone: string | null;
  /** The newest live observation of its attractions; null: none. */
  newestMs: number | null;
  /** The data of the whole park is excluded at present. */
  isExcluded: boolean;
  use: UseNow;
}

export interface StaleDestination extends DestinationFreshness {
  /** Null: never observed. */
  minutesSince: number | null;
  openParks: string[];
}

export function minutesSince(instant: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - instant.getTime()) / MINUTE_MS));
}

/** Destinations with a park in use whose live data is stale, by name. */
export function staleDestinations(
  destinations: readonly DestinationFreshness[],
  parks: readonly ParkInUse[],
  now: Date,
): StaleDestination[] {
  const open = parks.filter(({ use }) => use.isInUse);
  return destinations
    .map((destination) => ({
      ...destination,
      minutesSince: destination.newestAt && minutesSince(destination.newestAt, now),
      openParks: open.filter((park) => park.destinationId === destination.destinationId).map(({ name }) => name),
    }))
    .filter(({ newestAt, openParks }) => openParks.length > 0 && isStale(newestAt, now))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isStale(newestAt: Date | null, now: Date): boolean {
  return newestAt === null || now.getTime() - newestAt.getTime() > STALE_AFTER_MINUTES * MINUTE_MS;
}

export const FRESHNESS_LEVELS = ['FRESH', 'NORMAL', 'STALE', 'CLOSED'] as const;
export type Freshness = (typeof FRESHNESS_LEVELS)[number];

/** The age of a park's live data: FRESH below 15 minutes, NORMAL up to 30, then STALE; CLOSED if the park is not in use. */
export function freshnessOf(newestAt: Date | null, isInUse: boolean, now: Date): Freshness {
  if (!isInUse) return 'CLOSED';
  if (newestAt === null || isStale(newestAt, now)) return 'STALE';
  return now.getTime() - newestAt.getTime() < NORMAL_AFTER_MINUTES * MINUTE_MS ? 'FRESH' : 'NORMAL';
}
