import type { Schemas } from './client.js';

const MINUTE_MS = 60_000;
/** An observation that is further ahead of the browser's clock has a wrong time. */
const CLOCK_TOLERANCE_MINUTES = 5;

/** Whole minutes since the observation, by the clock of the browser; null: there is none, or it is in the future. */
export interface Age {
  minutesSince: number | null;
}

export type ParkSummary = Schemas['ParkSummaryView'] & Age;
export type LiveRide = Omit<Schemas['LiveRideView'], 'current'> & { current: (Schemas['LiveStateView'] & Age) | null };
export type ParkLive = Omit<Schemas['ParkLiveView'], 'rides'> & { rides: LiveRide[] };
export type StatusSummary = Omit<Schemas['StatusSummaryView'], 'parks'> & { parks: ParkSummary[] };

/**
 * A summary as of now, with the age of each park's newest observation. A response that the server has confirmed as unchanged
 * (304) is older than now, and so is its `asOf`.
 */
export function withParkAges(summary: Schemas['StatusSummaryView'], nowMs = Date.now()): StatusSummary {
  const parks = summary.parks.map((park) => ({ ...park, minutesSince: minutesSince(park.newestObservedAt, nowMs) }));
  return { ...summary, asOf: new Date(nowMs).toISOString(), parks };
}

/** A live board as of now, with the age of each state. */
export function withRideAges(live: Schemas['ParkLiveView'], nowMs = Date.now()): ParkLive {
  const rides = live.rides.map((ride) => {
    const { current } = ride;
    if (current === null) return { ...ride, current };
    return { ...ride, current: { ...current, minutesSince: minutesSince(current.lastConfirmedAt, nowMs) } };
  });
  return { ...live, asOf: new Date(nowMs).toISOString(), rides };
}

export function minutesSince(instant: string | null, nowMs: number): number | null {
  if (instant === null) return null;
  const minutes = Math.floor((nowMs - Date.parse(instant)) / MINUTE_MS);
  return minutes < -CLOCK_TOLERANCE_MINUTES ? null : Math.max(0, minutes);
}
