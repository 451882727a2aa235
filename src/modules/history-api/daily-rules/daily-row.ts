/** Statistics of the waits of one queue in one day, in minutes. */
export interface WaitStatistics {
  min: number;
  p50: number;
  mean: number;
  p90: number;
  max: number;
}

/** Numbers of readings. */
export interface WaitCounts {
  standby: number;
  singleRider: number;
}

export interface DailyMinutes {
  operatingMinutes: number;
  downMinutes: number;
  /** Null under the earlier rules, which did not count them. */
  unknownMinutes: number | null;
  standby: WaitStatistics | null;
  singleRider: WaitStatistics | null;
  /** Readings of 480 minutes or more; null: there were none. */
  extremeWaits: WaitCounts | null;
  /** Readings above the ceiling of the destination; null: there were none. */
  implausibleWaits: WaitCounts | null;
}

export interface DailyMinutesInHours extends DailyMinutes {
  /** Minutes of the day within the published hours of that day. */
  scheduledMinutes: number;
}

/** One local day of one entity, as `/history/daily` defines it. Null: not reported, or nothing of that kind; never zero. */
export interface DailyRow extends DailyMinutes {
  /** `YYYY-MM-DD` */
  date: string;
  firstOperatingAtMs: number | null;
  lastClosedAtMs: number | null;
  /** Different start times on that day; null: the entity published none. */
  showCount: number | null;
  /** Null: the park published no hours, or the row is of the earlier rules. */
  inParkHours: DailyMinutesInHours | null;
  /** Number of rows of the history of that day. */
  changes: number | null;
}
