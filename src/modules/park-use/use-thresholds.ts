import { HOUR_MS } from '../../common/time/calendar.js';

/** The thresholds by which attractions decide whether a park is in use: the same for past days and for now. */

/** The park is in use while one of this many of its attractions operates with a posted wait. */
const ATTRACTIONS_PER_POSTER = 5;

/** Number of attractions that must post a changing wait above 0 at the same time. */
export const postersNeeded = (attractions: number): number =>
  Math.max(1, Math.ceil(attractions / ATTRACTIONS_PER_POSTER));

/** The same for unchanging waits, so that one ride that repeats its wait all night does not keep a larger park open. */
export const unchangedPostersNeeded = (attractions: number): number =>
  Math.max(attractions < 3 ? 1 : 2, postersNeeded(attractions));

/** Number of attractions that must operate at the same time if none posts a wait: more than half. */
export const operatingNeeded = (attractions: number): number => Math.floor(attractions / 2) + 1;

/** A single attraction never contradicts the hours of its park. */
export const FEWEST_RUNNING = 2;

/** Number of attractions that must operate with changing waits for a park to run outside its published hours; both of two. */
export const runningNeeded = (attractions: number): number =>
  attractions < FEWEST_RUNNING ? Infinity : Math.min(attractions, Math.max(3, Math.ceil(attractions / 3)));

/** Shorter operation after closing time is a queue being served to its end. */
export const RUNS_OUTSIDE_MS = HOUR_MS;
