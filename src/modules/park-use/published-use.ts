import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../common/time/time-intervals.js';
import { DOWN } from '../snapshots/observations.js';
import { type DayUse, dayUse, type PublishedDay, type UseDay } from './day-use.js';
import { type ParkDayActivity, timesWithAtLeast } from './day-activity.js';
import type { RideTimeline } from './implausible-waits.js';
import { RUNS_OUTSIDE_MS, runningNeeded } from './use-thresholds.js';

/** Bridges changes that happen between polls. */
const PAUSE_MS = 30 * MINUTE_MS;
/** Operation that starts this soon after closing time, or ends this soon before opening time, is joined to the published interval. */
const JOINED_WITHIN_MS = HOUR_MS;

export interface ObservedTimeline {
  timeline: RideTimeline;
  /** Indexed by day. */
  isObserved: ArrayLike<number>;
}

export interface DayObservations {
  input: ParkDayActivity;
  timelines: readonly ObservedTimeline[];
}

/**
 * The use of a park on a day with published hours: as published, unless the attractions contradict it. In that case the
 * observations count.
 */
export function publishedUse(
  index: number,
  day: UseDay,
  { own, fromPreviousDay, windows, events, isDayBeforePublished }: PublishedDay,
  { input, timelines }: DayObservations,
): DayUse {
  const outside = outsideHours(windows, input);
  if (outside.length === 0 && !input.hasOperated && wasClosed(index, own, timelines)) {
    return dayUse({
      basis: 'CLOSED_THOUGH_PUBLISHED',
      own: [],
      fromPreviousDay: input.hasOperatedInHoursFromPreviousDay ? fromPreviousDay : [],
      events,
    });
  }
  const isOfEveningBefore = ({ startMs }: TimeInterval): boolean =>
    startMs < day.night.runsOverBeforeMs && !own.some((window) => window.startMs <= startMs);
  const [before, during] = [outside.filter(isOfEveningBefore), outside.filter((time) => !isOfEveningBefore(time))];
  const touching = before.filter(({ endMs }) => own.some(({ startMs }) => startMs === endMs));
  const apart = before.filter((time) => !touching.includes(time));
  // the hours of the evening are unknown, so it contradicts nothing
  const unpublishedEvening = isDayBeforePublished ? [] : apart.filter(({ startMs }) => startMs === day.startMs);
  return dayUse({
    basis: 'PUBLISHED',
    own: merged([...own, ...during, ...touching], 0),
    fromPreviousDay: merged([...fromPreviousDay, ...apart], 0),
    events,
    outside: outside.filter((time) => !unpublishedEvening.includes(time)),
    unpublishedEvening,
  });
}

/** Times at which enough attractions run to prove that the park is open outside its published hours. */
function outsideHours(
  windows: readonly TimeInterval[],
  { changedOutsideHours, observed }: ParkDayActivity,
): TimeInterval[] {
  if (changedOutsideHours.length === 0) return [];
  return merged(timesWithAtLeast(changedOutsideHours, runningNeeded(observed)), PAUSE_MS)
    .filter(({ startMs, endMs }) => endMs - startMs >= RUNS_OUTSIDE_MS)
    .map((time) => joinedTo(windows, time));
}

function joinedTo(windows: readonly TimeInterval[], { startMs, endMs }: TimeInterval): TimeInterval {
  const before = windows.findLast((window) => window.endMs <= startMs);
  const after = windows.find((window) => window.startMs >= endMs);
  const isNear = (apartMs: number): boolean => apartMs <= JOINED_WITHIN_MS;
  return {
    startMs: before !== undefined && isNear(startMs - before.endMs) ? before.endMs : startMs,
    endMs: after !== undefined && isNear(after.startMs - endMs) ? after.startMs : endMs,
  };
}

/**
 * Whether at least half of the published time was observed and no attraction operated in it. If most attractions are DOWN, the
 * park is in use.
 */
function wasClosed(day: number, own: readonly TimeInterval[], timelines: readonly ObservedTimeline[]): boolean {
  const observed: TimeInterval[] = [];
  let [rides, down] = [0, 0];
  for (const { timeline, isObserved } of timelines) {
    if (isObserved[day] !== 1) continue;
    const { hasObservation, isDown } = look(timeline, own, observed);
    if (hasObservation) rides++;
    if (isDown) down++;
  }
  const lengthOf = (times: readonly TimeInterval[]) =>
    times.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return lengthOf(merged(observed, 0)) * 2 >= lengthOf(own) && down * 2 < rides;
}

/** Adds the observed parts of the published time to `observed`. */
function look(timeline: RideTimeline, own: readonly TimeInterval[], observed: TimeInterval[]) {
  const { startMs, endMs, status, length } = timeline;
  let [hasObservation, isDown] = [false, false];
  for (const published of own) {
    for (let index = 0; index < length && startMs[index]! < published.endMs; index++) {
      if (endMs[index]! <= published.startMs) continue;
      observed.push({
        startMs: Math.max(startMs[index]!, published.startMs),
        endMs: Math.min(endMs[index]!, published.endMs),
      });
      hasObservation = true;
      if (status[index] === DOWN) isDown = true;
    }
  }
  return { hasObservation, isDown };
}
