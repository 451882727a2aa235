import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { RideStatus } from '../../snapshots/observations.js';

/** Posted waits of the two queues with statistics; null: none is posted. */
export interface PostedWaits {
  standbyMinutes: number | null;
  singleRiderMinutes: number | null;
}

/**
 * The state of an entity from an instant until the next change. One row of the History API is one change; so is each instant
 * of stored observations with a new status, wait or queue.
 */
export interface StateChange extends PostedWaits {
  atMs: number;
  status: RideStatus | null;
  /** Whether any field but the show times changed. */
  changesState: boolean;
}

/** The state at the start of the day. Instants are null if they are unknown. */
export interface DayOpening extends PostedWaits {
  status: RideStatus | null;
  /** The last change of any field but the show times. */
  changedAtMs: number | null;
  standbyChangedAtMs: number | null;
  singleRiderChangedAtMs: number | null;
  /** Whether a run of the day before is still going; null: unknown, and an OPERATING entity is within a run. */
  isInRun: boolean | null;
}

/** Everything that determines the daily row of one entity. */
export interface DailyInput {
  /** `YYYY-MM-DD` */
  date: string;
  /** The local day; 23 or 25 hours when the clock changes. */
  day: TimeInterval;
  /** The end of the day, or the current time during it: later minutes are not counted. */
  untilMs: number;
  /** Null: nothing is known from before the day. */
  opening: DayOpening | null;
  /** Changes of the day, and of the next day, in which a run may close. Ascending. */
  changes: readonly StateChange[];
  /** The park's OPERATING, EXTRA_HOURS and TICKETED_EVENT entries of this day, also past midnight; empty: none were published. */
  hours: readonly TimeInterval[];
  /** The entries of the day before and the day after. */
  neighbourHours: readonly TimeInterval[];
  /** Start times of every performance published during the day; null: the entity published no show times. */
  showStartsMs: readonly number[] | null;
  /** Times in which nothing was observed. */
  gaps: readonly TimeInterval[];
  /** Times in which the entity was missing in the feed; empty if that is unknown, because changes do not show it. */
  absences: readonly TimeInterval[];
}
