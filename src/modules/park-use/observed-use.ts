import { HOUR_MS } from '../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../common/time/time-intervals.js';
import { OperatingIntervals } from '../snapshots/operating-intervals.js';
import { type DayUse, dayUse, type PublishedDay, type UseDay } from './day-use.js';
import { type ParkDayActivity, timesWithAtLeast, type ActivityIntervals } from './day-activity.js';
import { operatingNeeded, postersNeeded, unchangedPostersNeeded } from './use-thresholds.js';

/** Rides may open this long before enough attractions post waits, and close this long after that. */
const EDGE_MS = 3 * HOUR_MS;
/** Bridges a breakdown of a ride. */
const EDGE_PAUSE_MS = HOUR_MS;

/**
 * The use of a park on a day without published hours: while a share of its attractions posts waits, extended by rides that
 * open and close around that time. If no waits are posted, while more than half of its attractions operate. Hours that the day
 * before published past midnight count too.
 */
export function observedUse(day: UseDay, { fromPreviousDay, events }: PublishedDay, input: ParkDayActivity): DayUse {
  const observed = observedWindows(day, input);
  const own = observed.slice(-1);
  const windows = merged([...observed, ...fromPreviousDay], 0);
  const basis = windows.length > 0 ? 'OBSERVED' : 'NONE';
  return dayUse({ basis, own, fromPreviousDay: merged([...observed.slice(0, -1), ...fromPreviousDay], 0), events });
}

function observedWindows(day: UseDay, input: ParkDayActivity): TimeInterval[] {
  const activity = input.relevant();
  const { unposted, attractions } = activity;
  if (attractions === 0) return [];
  const posted = windowsOf(day, postedTimes(activity));
  if (posted.length > 0)
    return merged(
      posted.map((window) => withEdges(day, window, activity)),
      0,
    );
  return windowsOf(day, timesWithAtLeast(unposted, operatingNeeded(attractions)));
}

function postedTimes({ posting, changingWaits, attractions }: ActivityIntervals): TimeInterval[] {
  const [unchangedNeeded, changingNeeded] = [unchangedPostersNeeded(attractions), postersNeeded(attractions)];
  const times = timesWithAtLeast(posting, unchangedNeeded);
  return changingNeeded === unchangedNeeded ? times : [...times, ...timesWithAtLeast(changingWaits, changingNeeded)];
}

function windowsOf(day: UseDay, times: readonly TimeInterval[]): TimeInterval[] {
  const intervals = new OperatingIntervals();
  for (const { startMs, endMs } of times) intervals.add(startMs, endMs);
  return intervals.openingIntervals(day.night);
}

/**
 * Rides often open and close with a wait of 0 or without one. A ride that has been OPERATING since long before, or stays so,
 * does not indicate opening or closing times, and neither does one whose observations merely end.
 */
function withEdges(
  day: UseDay,
  { startMs, endMs }: TimeInterval,
  { operating, closing }: ActivityIntervals,
): TimeInterval {
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

/** The last end of an interval that is not after an instant. */
function lastUpTo(pairs: readonly number[], reachedMs: number): number {
  let lastMs = -Infinity;
  for (let end = 1; end < pairs.length; end += 2) if (pairs[end]! <= reachedMs) lastMs = Math.max(lastMs, pairs[end]!);
  return lastMs;
}
