import { HOUR_MS } from '../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../common/time/time-intervals.js';
import { OperatingIntervals } from '../snapshots/operating-intervals.js';
import { type DayUse, dayUse, type PublishedDay, type UseDay } from './day-use.js';
import { type DayVotes, timesWithAtLeast, type Votes } from './day-votes.js';

/** A fifth of the attractions, operating with a posted wait: the park is in use. */
const POSTING_SHARE = 5;
/** How long before the first of them, and after the last, rides open and close. */
const EDGE_MS = 3 * HOUR_MS;
/** A ride may break down and come back in between. */
const EDGE_PAUSE_MS = HOUR_MS;

/** Attractions that must post a wait above 0 at once, which moves. */
const postersNeeded = (attractions: number): number => Math.max(1, Math.ceil(attractions / POSTING_SHARE));
/** The same where the waits may stand: one ride that repeats its wait all night does not keep a park of several open. */
export const standingPostersNeeded = (attractions: number): number =>
  Math.max(attractions < 3 ? 1 : 2, postersNeeded(attractions));
/** Attractions that must operate at once where none posts a wait: more than half. */
export const operatingNeeded = (attractions: number): number => Math.floor(attractions / 2) + 1;

/**
 * When a park was in use on a day of which nothing is published: while a share of its attractions post waits, with the rides
 * that open and close around that; where no waits are posted, while more than half of its attractions operate. What the
 * day before published past midnight counts as well.
 */
export function observedUse(day: UseDay, { over, events }: PublishedDay, input: DayVotes): DayUse {
  const observed = observedWindows(day, input);
  const own = observed.slice(-1);
  const windows = merged([...observed, ...over], 0);
  const basis = windows.length > 0 ? 'OBSERVED' : 'NONE';
  return dayUse({ basis, own, over: merged([...observed.slice(0, -1), ...over], 0), events });
}

function observedWindows(day: UseDay, input: DayVotes): TimeInterval[] {
  const votes = input.votes();
  const { operating, attractions } = votes;
  if (attractions === 0) return [];
  const posted = windowsOf(day, postedTimes(votes));
  if (posted.length > 0)
    return merged(
      posted.map((window) => withEdges(day, window, votes)),
      0,
    );
  return windowsOf(day, timesWithAtLeast(operating, operatingNeeded(attractions)));
}

function postedTimes({ posting, lively, attractions }: Votes): TimeInterval[] {
  const [standing, moving] = [standingPostersNeeded(attractions), postersNeeded(attractions)];
  const times = timesWithAtLeast(posting, standing);
  return moving === standing ? times : [...times, ...timesWithAtLeast(lively, moving)];
}

function windowsOf(day: UseDay, times: readonly TimeInterval[]): TimeInterval[] {
  const intervals = new OperatingIntervals();
  for (const { startMs, endMs } of times) intervals.add(startMs, endMs);
  return intervals.openingIntervals(day.night);
}

/**
 * Rides open at a wait of 0, or before they post one, and close so. One that has said OPERATING since long before, or goes on
 * to say so, tells nothing of when the park opened or closed; neither does one whose observations merely end.
 */
function withEdges(day: UseDay, { startMs, endMs }: TimeInterval, { operating, closing }: Votes): TimeInterval {
  const [earliestMs, latestMs] = [Math.max(day.startMs, startMs - EDGE_MS), Math.min(day.endMs, endMs + EDGE_MS)];
  let [fromMs, reachedMs] = [startMs, endMs];
  for (let isMoved = true; isMoved;) {
    isMoved = false;
    for (let pair = 0; pair < operating.length; pair += 2) {
      const [beganMs, endedMs] = [operating[pair]!, operating[pair + 1]!];
      if (beganMs < fromMs && endedMs >= fromMs - EDGE_PAUSE_MS && beganMs >= earliestMs && beganMs > day.startMs) {
        [fromMs, isMoved] = [beganMs, true];
      }
      if (endedMs > reachedMs && beganMs <= reachedMs + EDGE_PAUSE_MS && endedMs <= latestMs && endedMs < day.endMs) {
        [reachedMs, isMoved] = [endedMs, true];
      }
    }
  }
  return { startMs: fromMs, endMs: Math.max(endMs, lastUpTo(closing, reachedMs)) };
}

/** The last end of the intervals that is not after an instant. */
function lastUpTo(pairs: readonly number[], reachedMs: number): number {
  let lastMs = -Infinity;
  for (let end = 1; end < pairs.length; end += 2) if (pairs[end]! <= reachedMs) lastMs = Math.max(lastMs, pairs[end]!);
  return lastMs;
}
