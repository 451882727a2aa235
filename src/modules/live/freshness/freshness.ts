import { MINUTE_MS } from '../../../common/time/durations.js';

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

/** What is known of a park's opening at one instant. */
export interface ParkOpening {
  parkId: number;
  destinationId: number;
  name: string;
  /** Entries of about today that have not been withdrawn, one of which has begun: those of tomorrow say nothing of tonight. */
  hasSchedule: boolean;
  /** One of them, of type OPERATING, holds now. */
  isScheduledOpen: boolean;
  /** The newest live observation of one of its attractions says OPERATING, however old it is. */
  hasOperatingRide: boolean;
}

export interface StaleDestination extends DestinationFreshness {
  /** Null: never observed. */
  minutesSince: number | null;
  openParks: string[];
}

/**
 * A published schedule says whether a park is open; without one it counts as open while an attraction of it says
 * OPERATING. Restaurants and the park's own entry do not: some of them say so day and night.
 */
export function isOpen({ hasSchedule, isScheduledOpen, hasOperatingRide }: ParkOpening): boolean {
  return hasSchedule ? isScheduledOpen : hasOperatingRide;
}

export function minutesSince(instant: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - instant.getTime()) / MINUTE_MS));
}

/** Destinations with an open park whose live data is older than it may be, by name. */
export function staleDestinations(
  destinations: readonly DestinationFreshness[],
  parks: readonly ParkOpening[],
  now: Date,
): StaleDestination[] {
  const open = parks.filter(isOpen);
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

export const FRESHNESS_WORDS = ['FRESH', 'NORMAL', 'STALE', 'CLOSED'] as const;
export type FreshnessWord = (typeof FRESHNESS_WORDS)[number];

/** How new a park's live data is: FRESH below 15 minutes, NORMAL up to 30, then STALE. A closed park is none of these. */
export function freshnessOf(newestAt: Date | null, isParkOpen: boolean, now: Date): FreshnessWord {
  if (!isParkOpen) return 'CLOSED';
  if (newestAt === null || isStale(newestAt, now)) return 'STALE';
  return now.getTime() - newestAt.getTime() < NORMAL_AFTER_MINUTES * MINUTE_MS ? 'FRESH' : 'NORMAL';
}
