import type { RideStatus } from '../../snapshots/observations.js';

/** A run of equal observations: from the first poll that saw it to the last. */
export interface ObservedSpan {
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  /** The source's stamp. */
  lastUpdatedMs: number | null;
}

export interface RideHistory {
  rideId: number;
  /** Oldest first. */
  runs: readonly ObservedSpan[];
}
