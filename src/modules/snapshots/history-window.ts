/** A set of rides and a time range [fromMs, toMs). */
export interface HistoryWindow {
  rideIds: readonly number[];
  fromMs: number;
  toMs: number;
}

/** The last point of a page. The next page starts after it. */
export interface HistoryPosition {
  recordedAtMs: number;
  rideId: number;
}
