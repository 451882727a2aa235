/**
 * What a ride was, interval by interval, in order of time and without overlap; between two of them it was not observed.
 * Codes as in SnapshotColumns: status 0 is unknown, a wait below 0 is not posted or not believed.
 */
export interface RideTimeline {
  readonly length: number;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly status: Uint8Array;
  readonly waitMinutes: Int16Array;
}

/** Whether the next interval begins at the instant at which this one ends. */
export const isFollowedAtOnce = ({ length, startMs, endMs }: RideTimeline, index: number): boolean =>
  index >= 0 && index + 1 < length && endMs[index] === startMs[index + 1];
